// A few cells that came out with next to no mass are given some, so that the step need not be
// halved.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "brenier/newton/counted_engine.hpp"
#include "brenier/newton/settings.hpp"
#include "brenier/newton/tied_cells.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// Weights to be measured, in which underfilled cells may be repaired.
struct Trial {
  std::vector<double> weights;
  const Evaluation* near;  // weights near by, if there are some
  Blend blend;
  std::vector<double> wanted;  // the masses that repaired cells are given, about
};

/// What is asked of the masses.
struct Demand {
  const Targets& targets;
  double least_part;  // of its target mass, that every cell has; none may be empty
  double farthest;    // distance of the masses from the targets
  const TiedCells* ties = nullptr;
};

/// squared_distance of the masses from the targets; if some cells are tied, of their sums.
double distance(std::span<const double> masses, const Targets& targets, const TiedCells* ties,
                int dimension);

enum class TrialEnd {
  kMet,            // the demand is met
  kTooManyHidden,  // nothing was measured
  kTooFar,         // the masses are too far from the targets
  kUnderfilled,    // too many cells stay underfilled
};

struct Repaired {
  TrialEnd end;
  std::optional<Evaluation> evaluation = std::nullopt;  // if the demand is met
};

/// Measures a trial's weights. While some cells are underfilled, the engine raises their weights
/// and measures again, as long as they are few and become fewer.
Repaired measured_and_repaired(CountedEngine& engine, Trial trial, const RepairLimits& limits,
                               const Demand& demand);

}  // namespace brenier
