// Fewer sites that stand for those of a problem in space.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/problem/spatial_engine.hpp"
#include "brenier/space/problem/spatial_problem.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier::space {

/// The barycentres of groups of the points, with their masses added.
class CoarseSites final : public CoarserCells {
 public:
  /// Of a problem with these masses. Keeps a view of it, which has to live as long.
  CoarseSites(const SpatialProblem& finer, std::span<const double> targets, int workers,
              const CheckInterrupt& interrupt);

  const CellEngine& engine() const override { return engine_; }
  const Targets& targets() const override { return coarse_.targets; }
  std::vector<double> prolonged(const Evaluation& evaluation) const override;

 private:
  const SpatialProblem& finer_;
  int workers_;
  CheckInterrupt interrupt_;
  std::vector<Index> site_of_point_;  // of the coarse problem
  SpatialProblem coarse_;
  SpatialEngine engine_;
};

}  // namespace brenier::space
