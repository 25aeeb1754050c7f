// Fewer sites that stand for those of a planar problem.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/problem/planar_engine.hpp"
#include "brenier/plane/problem/planar_problem.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier {

/// The problem for the barycentres of groups of the points, with their masses added;
/// `site_of_point` tells for each point the one that stands for it.
PlanarProblem coarser_problem(const PlanarProblem& finer, std::span<const double> targets,
                              std::vector<Index>& site_of_point, const CheckInterrupt& interrupt);

/// The barycentres of groups of the points, with their masses added.
class CoarseSites final : public CoarserCells {
 public:
  /// Of a problem with these masses. Keeps a view of it, which has to live as long.
  CoarseSites(const PlanarProblem& finer, std::span<const double> targets, int workers,
              const CheckInterrupt& interrupt);

  const CellEngine& engine() const override { return engine_; }
  const Targets& targets() const override { return coarse_.targets; }
  std::vector<double> prolonged(const Evaluation& evaluation) const override;

 private:
  const PlanarProblem& finer_;
  CheckInterrupt interrupt_;
  std::vector<Index> site_of_point_;  // of the coarse problem
  PlanarProblem coarse_;
  PlanarEngine engine_;
};

}  // namespace brenier
