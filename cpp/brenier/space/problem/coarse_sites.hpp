// Fewer sites that stand for those of a problem in space.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/problem/spatial_problem.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier::space {

/// The problem for the barycentres of groups of the points, with their masses added;
/// `site_of_point` tells for each point the one that stands for it.
SpatialProblem coarser_problem(const SpatialProblem& finer, std::span<const double> targets,
                               std::vector<Index>& site_of_point, const CheckInterrupt& interrupt);

/// The barycentres of groups of the points, with their masses added, as cells of an engine, in a
/// domain or on a torus.
template <class Engine>
class CoarseSites final : public CoarserCells {
 public:
  /// Of a problem with these masses. Keeps a view of it, which has to live as long.
  CoarseSites(const SpatialProblem& finer, std::span<const double> targets, int workers,
              const CheckInterrupt& interrupt)
      : finer_(finer),
        coarse_(coarser_problem(finer, targets, site_of_point_, interrupt)),
        engine_(coarse_, workers, interrupt) {}

  const CellEngine& engine() const override { return engine_; }
  const Targets& targets() const override { return coarse_.targets; }
  std::vector<double> prolonged(const Evaluation& evaluation) const override {
    return engine_.prolonged(evaluation, finer_.points, site_of_point_);
  }

 private:
  const SpatialProblem& finer_;
  std::vector<Index> site_of_point_;  // of the coarse problem
  SpatialProblem coarse_;
  Engine engine_;
};

}  // namespace brenier::space
