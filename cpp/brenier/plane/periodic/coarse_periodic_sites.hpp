// Fewer sites that stand for those of a problem on a torus.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/periodic/periodic_engine.hpp"
#include "brenier/plane/problem/planar_problem.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier {

/// The barycentres of groups of the points, with their masses added.
class CoarsePeriodicSites final : public CoarserCells {
 public:
  /// Of a problem with these masses. Keeps a view of it, which has to live as long.
  CoarsePeriodicSites(const PlanarProblem& finer, std::span<const double> targets, int workers,
                      const CheckInterrupt& interrupt);

  const CellEngine& engine() const override { return engine_; }
  const Targets& targets() const override { return coarse_.targets; }
  /// By the copies of the fewer sites, whose potential in the plane is convex.
  std::vector<double> prolonged(const Evaluation& evaluation) const override;

 private:
  const PlanarProblem& finer_;
  CheckInterrupt interrupt_;
  std::vector<Index> site_of_point_;  // of the coarse problem
  PlanarProblem coarse_;
  PeriodicEngine engine_;
};

}  // namespace brenier
