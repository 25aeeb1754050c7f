#include "brenier/newton/spread_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/newton/growth.hpp"
#include "brenier/newton/repair.hpp"
#include "brenier/newton/settings.hpp"

namespace brenier {

bool can_spread_masses(const CellEngine& engine, const Targets& targets) {
  const std::unique_ptr<ScaleSpace> space = engine.scale_space(targets.masses);
  return space && !space->is_flat();
}

Status SpreadRun::run(Evaluation& current, const Stage& stage) {
  const Targets& targets = stage.targets;
  const std::unique_ptr<ScaleSpace> space = engine_.cells.scale_space(targets.masses);
  if (!space) return Status::kNoStart;
  std::optional<Evaluation> at =
      with_sizes(current.weights(), current, {1.0, space->present()}, kRepairForSpread, targets);
  if (!at) return Status::kNoStart;
  current = engine_.cells.under(*at, {});
  double last = 1.0, more = 1.0;
  for (int count = 0; !stage.is_reached(current); ++count) {
    if (const std::optional<Status> end = history_.end()) return *end;
    if (count == SpreadConstants::kMostDirections) return Status::kStalled;
    const double share =
        std::min(1.0, more * std::sqrt(distance(*at, targets) / SpreadConstants::kFar));
    std::optional<NewtonDirection> direction;
    try {
      direction = system_.direction_of_spread(*at, targets, share);
    } catch (const NumericalError&) {
      return Status::kSingularSystem;
    }
    const double longest = std::min(StepConstants::kLonger * last, 1.0);
    if (const std::optional<double> step = take_step(*at, direction->change, targets, longest)) {
      last = *step;
      more = std::max(1.0, SpreadConstants::kLess * more);
      current = engine_.cells.under(*at, {});
      history_.add_step(current, last);
    } else if (share < 1.0) {
      last = 1.0;
      more *= SpreadConstants::kMore;
    } else {
      return Status::kStalled;
    }
  }
  return Status::kConverged;
}

/// By the longest of the steps τ, τ/2, τ/4, … that lowers the distance under the source in
/// proportion; returns its length, or nothing if there is none.
std::optional<double> SpreadRun::take_step(Evaluation& at, const std::vector<double>& change,
                                           const Targets& targets, double longest) {
  const double before = distance(at, targets);
  for (double step = longest; step >= SpreadConstants::kShortest; step *= 0.5) {
    std::optional<Evaluation> trial = with_sizes(advanced(at.weights(), step, change), at, at.blend,
                                                 kRepairAfterSpreadStep, targets);
    if (!trial ||
        distance(*trial, targets) > (1.0 - SpreadConstants::kSufficient * step) * before) {
      continue;
    }
    at = *std::move(trial);
    return step;
  }
  return std::nullopt;
}

/// What weights measure, after those of cells that have next to no size on the uniform source have
/// been raised; nothing if that does not help.
std::optional<Evaluation> SpreadRun::with_sizes(std::vector<double> weights, const Evaluation& near,
                                                const Blend& uniform, const RepairLimits& limits,
                                                const Targets& targets) {
  constexpr double kAnyDistance = std::numeric_limits<double>::infinity();
  std::vector<double> wanted(targets.masses);
  for (double& mass : wanted) mass *= kRepairedPart;
  Trial trial{std::move(weights), &near, uniform, std::move(wanted)};
  return measured_and_repaired(engine_, std::move(trial), limits,
                               {targets, SpreadConstants::kLeastSize, kAnyDistance})
      .evaluation;
}

/// Under the source.
double SpreadRun::distance(const Evaluation& at, const Targets& targets) const {
  return squared_distance(at.of_source.masses, targets.masses, engine_.cells.growth_dimension());
}

}  // namespace brenier
