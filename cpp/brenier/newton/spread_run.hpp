// Steps towards a source with jumps, black ground and parts, from weights that are right at large.
#pragma once

#include <optional>
#include <vector>

#include "brenier/newton/counted_engine.hpp"
#include "brenier/newton/history.hpp"
#include "brenier/newton/newton.hpp"
#include "brenier/newton/newton_system.hpp"
#include "brenier/newton/status.hpp"
#include "brenier/waist/cell_engine.hpp"

namespace brenier {

/// Has the engine a uniform source for sizes of cells, and a rougher one of its own?
bool can_spread_masses(const CellEngine& engine, const Targets& targets);

/// Steps that trust the mean densities of cells more than what is along their facets, the more so
/// the farther the masses are from the targets (spread_direction.hpp). Unlike Newton's, they need
/// no cell to have mass, and know of jumps and gaps before a facet meets them.
class SpreadRun {
 public:
  /// Keeps references to all of them, which have to live as long.
  SpreadRun(CountedEngine& engine, NewtonSystem& system, History& history)
      : engine_(engine), system_(system), history_(history) {}

  /// Takes steps under the source until the stage is reached, which is kConverged here, or until
  /// there is a reason for no further step: kNoStart if a cell has no size on the engine's uniform
  /// source, or if there is none.
  Status run(Evaluation& current, const Stage& stage);

 private:
  std::optional<double> take_step(Evaluation& at, const std::vector<double>& change,
                                  const Targets& targets, double longest);
  std::optional<Evaluation> with_sizes(std::vector<double> weights, const Evaluation& near,
                                       const Blend& uniform, const RepairLimits& limits,
                                       const Targets& targets);
  double distance(const Evaluation& at, const Targets& targets) const;

  CountedEngine& engine_;
  NewtonSystem& system_;
  History& history_;
};

}  // namespace brenier
