#include "brenier/newton/newton.hpp"

#include <algorithm>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/newton/balance.hpp"
#include "brenier/newton/growth.hpp"
#include "brenier/newton/repair.hpp"
#include "brenier/newton/settings.hpp"
#include "brenier/newton/starts.hpp"

namespace brenier {
namespace {

/// Of the sums, where cells are tied.
double max_relative_error(const Stage& stage, std::span<const double> masses) {
  return stage.summed() ? stage.ties->max_relative_error(masses)
                        : stage.targets.max_relative_error(masses);
}

}  // namespace

std::vector<double> advanced(const std::vector<double>& weights, double step,
                             const std::vector<double>& change) {
  std::vector<double> result(weights);
  for (std::size_t k = 0; k < result.size(); ++k) result[k] += step * change[k];
  return result;
}

Status Newton::run(Evaluation& current, const Stage& stage) {
  if (has_empty_cell(current)) return Status::kNoStart;
  // κ, in place of ε₀ of [kitagawa2019, Algorithm 1], which is a mass: a part of the target mass.
  least_part_ =
      std::min(StepConstants::kLeastPart, 0.5 * stage.targets.least_part(current.masses()));
  last_ = 1.0;
  was_too_long_ = false;
  while (!stage.is_reached(current)) {
    if (const std::optional<Status> end = history_.end()) return *end;
    const double error = max_relative_error(stage, current.of_source.masses);
    if (last_ <
        (error > StepConstants::kSmallError ? stage.shortest_step : StepConstants::kRoundedStep)) {
      return Status::kStalled;
    }
    const std::optional<NewtonDirection> direction = direction_at(current, stage);
    if (!direction) return Status::kSingularSystem;
    const std::optional<double> step = take_step(current, *direction, stage);
    if (!step) return Status::kStalled;
    history_.add_step(current, *step);
  }
  return Status::kConverged;
}

/// Nothing if there is none. Parts out of balance may be joined first, which changes the weights.
std::optional<NewtonDirection> Newton::direction_at(Evaluation& current, const Stage& stage) {
  for (bool may_join = stage.joins_parts;; may_join = false) {
    try {
      return stage.ties ? system_.direction_of_tied(current, stage.targets, *stage.ties)
                        : system_.direction(current, stage.targets);
    } catch (const NumericalError&) {
      std::optional<Evaluation> joined;
      if (may_join) joined = with_parts_joined(engine_, system_, current, stage.targets);
      if (!joined) return std::nullopt;
      current = *std::move(joined);
    }
  }
}

/// Goes in Newton's direction by the longest of the steps τ, τ/2, τ/4, … that leaves no cell
/// underfilled, after the repair of a few, and lowers the distance in proportion; returns its
/// length, or nothing if there is none.
std::optional<double> Newton::take_step(Evaluation& current, const NewtonDirection& direction,
                                        const Stage& stage) {
  const Targets& targets = stage.targets;
  const double before = distance(current.masses(), targets, stage.summed(), growth_dimension());
  // No longer than the last if a trial for that had measured all cells in vain.
  const double longest =
      std::exchange(was_too_long_, false) ? last_ : std::min(StepConstants::kLonger * last_, 1.0);
  const double blur = current.blend.blur > 0.0 ? current.blend.blur : 1.0;
  const double certain = 2.0 / growth_dimension();  // the rate at which the distance falls
  bool is_too_far = false;
  for (double step = longest; step >= StepConstants::kShortest; step *= 0.5) {
    if (is_too_far && step < StepConstants::kShortestAgainstRounding * blur) break;
    const double farthest = (1.0 - StepConstants::kSufficient * certain * step) * before;
    Trial trial{advanced(current.weights(), step, direction.change), &current, current.blend,
                wanted_by_repaired(current, targets, direction.growth, step)};
    Repaired repaired = measured_and_repaired(engine_, std::move(trial), kRepairAfterStep,
                                              {targets, least_part_, farthest, stage.summed()});
    if (repaired.end == TrialEnd::kMet) {
      current = *std::move(repaired.evaluation);
      return last_ = step;
    }
    if (repaired.end == TrialEnd::kTooManyHidden) continue;
    was_too_long_ = true;
    is_too_far = repaired.end == TrialEnd::kTooFar;
  }
  return std::nullopt;
}

/// A part of the masses that a step aims at, or of the targets if those are less.
std::vector<double> Newton::wanted_by_repaired(const Evaluation& current, const Targets& targets,
                                               std::span<const double> growth, double step) const {
  std::vector<double> result(growth.size());
  for (std::size_t k = 0; k < result.size(); ++k) {
    const double aimed = mass_after(current.masses()[k], growth[k], step, growth_dimension());
    result[k] = kRepairedPart * std::min(aimed, targets.masses[k]);
  }
  return result;
}

}  // namespace brenier
