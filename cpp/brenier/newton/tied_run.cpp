#include "brenier/newton/tied_run.hpp"

#include <utility>
#include <vector>

#include "brenier/error.hpp"
#include "brenier/newton/settings.hpp"
#include "brenier/newton/starts.hpp"

namespace brenier {

Status TiedRun::run(Status status, Evaluation& current,
                    const std::function<bool(const Evaluation&)>& is_reached) {
  while (true) {
    pairs_.reset();
    const std::optional<TiedCells> ties = ties_ahead(current);
    if (!ties) return status;
    status = run_with(*ties, current, is_reached);
    if (!pairs_ || ties->are_joined_in(current.of_source.facets)) return status;
    // Cells that were tied share no facet any more: their masses are the others' business.
    status = newton_.run(current, {targets_, ContinuationConstants::kShortStep, false, is_reached});
    if (!is_stuck(status)) {
      pairs_.reset();
      return status;
    }
  }
}

Status TiedRun::run_with(TiedCells ties, Evaluation& current,
                         const std::function<bool(const Evaluation&)>& is_reached) {
  if (!sharpen(ties, current)) return by_sums(ties, current);
  ties.shift_directions();
  const Status status =
      newton_.run(current, {targets_, ContinuationConstants::kShortStep, false, is_reached, &ties});
  if (!is_stuck(status)) return status;
  const Status ending = by_sums(ties, current);
  if (!is_stuck(ending) || pairs_) return ending;
  // Others may be tied where weights are as they are now.
  const std::optional<TiedCells> others = ties_ahead(current);
  return others ? by_sums(*others, current) : ending;
}

/// Until the sums of cells that are tied are right, and as far as the cells then get.
Status TiedRun::by_sums(const TiedCells& ties, Evaluation& current) {
  const auto are_sums_right = [&](const Evaluation& e) {
    return history_.is_solved() || ties.max_relative_error(e.of_source.masses) <= tol_;
  };
  const Status ending = newton_.run(
      current, {targets_, ContinuationConstants::kShortStep, false, are_sums_right, &ties, true});
  if (ending != Status::kConverged) return ending;
  move_apart(ties, current);
  if (history_.is_solved()) return Status::kConverged;
  if (const std::optional<Status> end = history_.end()) return *end;
  pairs_ = {ties.pair_count(), ties.worst()};
  return Status::kStalled;
}

/// The cells that are tied by the rounding of the weights to which Newton's direction leads.
std::optional<TiedCells> TiedRun::ties_ahead(const Evaluation& current) {
  std::vector<double> ahead = current.weights();
  try {
    ahead = advanced(ahead, 1.0, system_.direction(current, targets_).change);
  } catch (const NumericalError&) {
    // Then by that of the weights as they are.
  }
  return TiedCells::of(current, ahead, targets_, tol_);
}

/// Can the rounding of the worst tie be made much less by a number taken off all weights? It is
/// taken off, if so.
bool TiedRun::sharpen(const TiedCells& ties, Evaluation& current) {
  if (ties.sharpest().rounding > TieConstants::kSharper * ties.worst().rounding) return false;
  std::vector<double> weights = current.weights();
  const double less = ties.sharpest(weights).less;
  for (double& weight : weights) weight -= less;
  std::optional<Evaluation> shifted = engine_.measure(std::move(weights), &current, {}, {0, {}});
  if (!shifted || has_empty_cell(*shifted)) return false;
  current = *std::move(shifted);
  return true;
}

/// Full steps, as long as they lower the error and leave the sums of cells that are tied within the
/// tolerance.
void TiedRun::move_apart(const TiedCells& ties, Evaluation& current) {
  const auto error = [&](const Evaluation& e) {
    return targets_.max_relative_error(e.of_source.masses);
  };
  for (int k = 0; k < TieConstants::kMostSteps && !history_.is_solved() && !history_.end(); ++k) {
    NewtonDirection direction;
    try {
      direction = system_.direction_of_tied(current, targets_, ties);
    } catch (const NumericalError&) {
      return;  // They are as near as they get.
    }
    std::optional<Evaluation> next =
        engine_.measure(advanced(current.weights(), 1.0, direction.change), &current, {}, {0, {}});
    if (!next || !(error(*next) < error(current)) ||
        !(ties.max_relative_error(next->of_source.masses) <= tol_)) {
      return;
    }
    current = *std::move(next);
    history_.add_step(current, 1.0);
  }
}

}  // namespace brenier
