// Damped Newton's method of Kitagawa, Mérigot and Thibert (2019): the loop.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "brenier/newton/counted_engine.hpp"
#include "brenier/newton/history.hpp"
#include "brenier/newton/newton_system.hpp"
#include "brenier/newton/status.hpp"
#include "brenier/newton/tied_cells.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// What a run of the loop is for.
struct Stage {
  /// The cells of which only sums are to be right, or null.
  const TiedCells* summed() const { return is_of_sums ? ties : nullptr; }

  const Targets& targets;
  double shortest_step;  // where shorter ones are needed, the run is of no use
  bool joins_parts;      // that have lost the cell between them, and are out of balance
  std::function<bool(const Evaluation&)> is_reached;
  const TiedCells* ties = nullptr;  // cells tied by rounding, if some are
  bool is_of_sums = false;          // are they to be right together, as each of them cannot?
};

/// The weights after a step, of a length in units of the change.
std::vector<double> advanced(const std::vector<double>& weights, double step,
                             const std::vector<double>& change);

/// Maximises Kantorovich's dual K, a concave function of the weights with ∂K/∂w_i = ν_i - m_i and
/// -∂²K/∂w² = ∂m/∂w [kitagawa2019], as docs/design/newton.md has it.
class Newton {
 public:
  /// Keeps references to all of them, which have to live as long.
  Newton(CountedEngine& engine, NewtonSystem& system, History& history)
      : engine_(engine), system_(system), history_(history) {}
  Newton(const Newton&) = delete;

  /// Takes steps under the blend of `current` until the stage is reached, which is kConverged here,
  /// or until there is a reason for no further step.
  Status run(Evaluation& current, const Stage& stage);

 private:
  std::optional<NewtonDirection> direction_at(Evaluation& current, const Stage& stage);
  std::optional<double> take_step(Evaluation& current, const NewtonDirection& direction,
                                  const Stage& stage);
  std::vector<double> wanted_by_repaired(const Evaluation& current, const Targets& targets,
                                         std::span<const double> growth, double step) const;
  int growth_dimension() const { return engine_.cells.growth_dimension(); }

  CountedEngine& engine_;
  NewtonSystem& system_;
  History& history_;
  double least_part_ = 0.0;    // of its target mass, that every cell has to keep
  double last_ = 1.0;          // the length of the last step
  bool was_too_long_ = false;  // did a trial for the last step measure all cells in vain?
};

}  // namespace brenier
