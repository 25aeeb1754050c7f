#include "brenier/newton/continuation.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/newton/coarse_to_fine.hpp"
#include "brenier/newton/growth.hpp"
#include "brenier/newton/history.hpp"
#include "brenier/newton/newton.hpp"
#include "brenier/newton/rounding.hpp"
#include "brenier/newton/spread_run.hpp"
#include "brenier/newton/starts.hpp"
#include "brenier/newton/tied_run.hpp"
#include "brenier/text.hpp"
#include "brenier/validate.hpp"

namespace brenier {
namespace {

/// Half the sum of |m_i - ν_i|: what would have to be moved from one cell to another.
double misplaced_mass(std::span<const double> masses, const Targets& targets) {
  double sum = 0.0;
  for (std::size_t k = 0; k < masses.size(); ++k) {
    sum += 0.5 * std::abs(masses[k] - targets.masses[k]);
  }
  return sum;
}

/// Target masses, and the relative error to which they are wanted.
struct Aim {
  Targets targets;
  double tol;
  bool is_last;  // is it that of the solve?
};

class Continuation {
 public:
  Continuation(const CellEngine& engine, const Targets& targets, const NewtonSettings& settings,
               NewtonSystem& system)
      : engine_{engine},
        aim_{targets, settings.tol, true},
        settings_(settings),
        system_(system),
        history_(aim_.targets, settings),
        newton_(engine_, system, history_),
        spread_(engine_, system, history_),
        tied_(engine_, system, history_, newton_, aim_.targets, aim_.tol) {}
  Continuation(const Continuation&) = delete;  // its parts refer to each other

  NewtonResult run(std::vector<double> start) {
    Evaluation current = first_start(std::move(start));
    history_.add_start(current);
    Status status = under_source(aim_, current,
                                 can_spread_ ? ContinuationConstants::kShortStepFromFewer
                                             : ContinuationConstants::kShortStep);
    if (can_spread_ && has_failed(status, aim_, current)) status = by_spread_masses(current);
    if (has_failed(status, aim_, current)) {
      const double floor = FloorConstants::kHighest / engine_.cells.cell_count();
      status = floor > aim_.targets.least() ? under_sinking_floor(floor, current)
                                            : under_rough_source(status, aim_, current);
    }
    // A start under a smooth source, or a solution under a blend, may solve the problem as it is.
    if (status == Status::kConverged && !history_.is_solved()) {
      if (const std::optional<Status> end = history_.end()) {
        status = *end;
      } else {
        history_.add_step(current, 1.0);
      }
    }
    NewtonResult result = std::move(history_).result(status, engine_.evaluations);
    result.coarse_steps = coarse_steps_;
    result.rounding = rounding_error(current, aim_.targets);
    result.tied = tied_.pairs();
    return result;
  }

 private:
  Evaluation first_start(std::vector<double> given);
  Status under_source(const Aim& aim, Evaluation& current,
                      double shortest_step = ContinuationConstants::kShortStep,
                      bool joins_parts = false);
  Status by_spread_masses(Evaluation& current);
  Status under_rough_source(Status status, const Aim& aim, Evaluation& current);
  Status from_smooth_sources(Status status, const Aim& aim, Evaluation& current);
  Status from_blend(const Aim& aim, Evaluation& current, double blur);
  Status along(ScaleSpace& space, const Aim& aim, Evaluation& current);
  Status under_sinking_floor(double floor, Evaluation& current);

  bool is_reached(const Aim& aim, const Evaluation& current) const;
  bool has_failed(Status status, const Aim& aim, const Evaluation& current) const;
  bool can_try_source(const Aim& aim, const Evaluation& current, double farthest) const;
  bool is_close_under_blend(const Aim& aim, const Evaluation& current) const;
  bool is_balanced(const Aim& aim, const Evaluation& current) const {
    return system_.are_parts_balanced(current, aim.targets);
  }
  double distance(const CellMeasures& measures, const Aim& aim) const {
    return squared_distance(measures.masses, aim.targets.masses, engine_.cells.growth_dimension());
  }

  CountedEngine engine_;
  Aim aim_;
  const NewtonSettings& settings_;
  NewtonSystem& system_;
  History history_;
  int coarse_steps_ = 0;
  bool can_spread_ = false;  // from a first start by coarser cells?
  Newton newton_;
  SpreadRun spread_;
  TiedRun tied_;
};

/// Where the engine's own start is far from the targets, coarser cells may find a better one.
Evaluation Continuation::first_start(std::vector<double> given) {
  const bool is_given = !given.empty();
  Evaluation start = start_from(std::move(given), engine_, aim_.targets);
  const double before = distance(start.of_source, aim_);
  if (is_given || before <= CoarseToFineConstants::kFarStart) return start;
  std::optional<Evaluation> better =
      start_by_coarser_cells(engine_, aim_.targets, system_, settings_, coarse_steps_);
  if (!better || distance(better->of_source, aim_) >= before) return start;
  can_spread_ = can_spread_masses(engine_.cells, aim_.targets);
  return *std::move(better);
}

/// Newton's method under the source, until steps get short.
Status Continuation::under_source(const Aim& aim, Evaluation& current, double shortest_step,
                                  bool joins_parts) {
  current = engine_.cells.under(std::move(current), {});
  const auto is_aim_reached = [&](const Evaluation& e) { return is_reached(aim, e); };
  const Status status =
      newton_.run(current, {aim.targets, shortest_step, joins_parts, is_aim_reached});
  return aim.is_last && is_stuck(status) ? tied_.run(status, current, is_aim_reached) : status;
}

/// From where it stands, for the solve's own targets.
Status Continuation::by_spread_masses(Evaluation& current) {
  const Status status = spread_.run(current, {aim_.targets, 0.0, false, [&](const Evaluation& e) {
                                                return is_reached(aim_, e);
                                              }});
  return is_stuck(status) ? under_source(aim_, current) : status;
}

/// From the engine's start for rough sources; where that fails, by smooth ones. `status` tells how
/// the run under the source has ended.
Status Continuation::under_rough_source(Status status, const Aim& aim, Evaluation& current) {
  if (std::optional<Evaluation> start = rough_start(engine_, aim.targets)) {
    current = *std::move(start);
    status = under_source(aim, current, ContinuationConstants::kShortStepNear, true);
    if (!has_failed(status, aim, current)) return status;
    if (!has_empty_cell(current)) {
      status = from_blend(aim, current, ContinuationConstants::kBlurNear);
      if (!has_failed(status, aim, current)) return status;
    }
  }
  return from_smooth_sources(status, aim, current);
}

/// By smooth sources that lead to the source, from a start of their own. `status` tells how the run
/// under the source has ended.
Status Continuation::from_smooth_sources(Status status, const Aim& aim, Evaluation& current) {
  const std::unique_ptr<ScaleSpace> space = engine_.cells.scale_space(aim.targets.masses);
  // Without a start there may be one on the rectangle alone, outside of which the source has no
  // mass.
  if (!space || (space->is_flat() && status != Status::kNoStart)) {
    if (status != Status::kStalled) return status;
    return under_source(aim, current, 0.0);
  }
  Evaluation start = own_start(engine_, aim.targets, {1.0, space->present()});
  if (has_empty_cell(start)) return Status::kNoStart;
  current = std::move(start);
  return along(*space, aim, current);
}

/// From where it stands, blended with the finest smooth source, whose share is taken away again.
Status Continuation::from_blend(const Aim& aim, Evaluation& current, double blur) {
  const std::unique_ptr<ScaleSpace> space = engine_.cells.scale_space(aim.targets.masses);
  if (!space) return Status::kStalled;
  while (space->sharpen()) continue;
  current = engine_.cells.under(std::move(current), {blur, space->present()});
  return along(*space, aim, current);
}

/// Under the blend of `current`, then finer ones: smooth sources down to the finest, and less and
/// less of that.
Status Continuation::along(ScaleSpace& space, const Aim& aim, Evaluation& current) {
  double farthest = ContinuationConstants::kDistanceToTry;
  while (true) {
    double blur = current.blend.blur;
    // Where it is hard under a blend, it may be easier under the next. So it is after an attempt
    // under the source that has failed, which goes on from where that has led.
    const Status status = newton_.run(
        current, {aim.targets, blur == 1.0 ? ContinuationConstants::kShortStepUnderBlur : 0.0,
                  false, [&](const Evaluation& e) {
                    return is_reached(aim, e) || can_try_source(aim, e, farthest) ||
                           is_close_under_blend(aim, e);
                  }});
    const bool goes_on = status == Status::kConverged || is_stuck(status);
    if (is_reached(aim, current) || !goes_on) return status;
    if (can_try_source(aim, current, farthest)) {
      farthest = ContinuationConstants::kDistanceToTryAgain * distance(current.of_source, aim);
      const Status last = under_source(aim, current);
      if (!has_failed(last, aim, current)) return last;
    }
    if (blur < 1.0 || !space.sharpen()) blur *= ContinuationConstants::kLessBlur;
    if (blur < ContinuationConstants::kLeastBlur) {
      return is_stuck(status) ? status : Status::kStalled;
    }
    current = engine_.cells.under(std::move(current), {blur, space.present()});
  }
}

/// For target masses of which the small ones are raised to a floor, which sinks. Cells that shrink
/// where they are do not get lost, as tiny ones do while everything moves.
Status Continuation::under_sinking_floor(double floor, Evaluation& current) {
  const double least = aim_.targets.least();
  const auto raised_to = [&](double height) {
    if (height <= least) return aim_;
    return Aim{aim_.targets.with_floor(height), FloorConstants::kTolerance, false};
  };
  const Aim first = raised_to(floor);
  current = own_start(engine_, first.targets, {});
  Status status = under_source(first, current);
  if (has_failed(status, first, current)) {
    status = under_rough_source(status, first, current);
  }
  for (double ratio = FloorConstants::kDeepest; status == Status::kConverged && floor > least;) {
    const Aim lower = raised_to(floor / ratio);
    Evaluation trial = current;
    const Status ending = under_source(lower, trial);
    const bool failed = has_failed(ending, lower, trial);
    if (failed && ending == Status::kStalled && ratio > FloorConstants::kShallowest) {
      ratio = std::sqrt(ratio);
      continue;
    }
    status = failed ? from_blend(lower, trial, ContinuationConstants::kLessBlur) : ending;
    current = std::move(trial);
    floor /= ratio;
    ratio = std::min(FloorConstants::kDeepest, ratio * ratio);
  }
  return status;
}

/// Is the problem solved, or this aim reached, which may only be on the way to it?
bool Continuation::is_reached(const Aim& aim, const Evaluation& current) const {
  return history_.is_solved() ||
         (aim.targets.max_relative_error(current.of_source.masses) <= aim.tol &&
          is_balanced(aim, current));
}

/// Is the solution out of reach under the source, if not for cells that are tied? With a small
/// error a step that cannot be taken meets rounding, if nothing else is in its way.
bool Continuation::has_failed(Status status, const Aim& aim, const Evaluation& current) const {
  if (status == Status::kNoStart) return true;
  if (tied_.pairs()) return false;
  return is_stuck(status) &&
         (aim.targets.max_relative_error(current.of_source.masses) >
              std::max(StepConstants::kSmallError, rounding_error(current, aim.targets)) ||
          !is_balanced(aim, current));
}

/// Under the source alone, has every cell some of its target mass, and are the masses near the
/// targets?
bool Continuation::can_try_source(const Aim& aim, const Evaluation& current,
                                  double farthest) const {
  return current.blend.blur > 0.0 &&
         aim.targets.least_part(current.of_source.masses) >= ContinuationConstants::kPartToTry &&
         distance(current.of_source, aim) <= farthest && is_balanced(aim, current);
}

/// Under the blend, are the masses as near to the targets as is worth the while?
bool Continuation::is_close_under_blend(const Aim& aim, const Evaluation& current) const {
  const double blur = current.blend.blur;
  if (aim.targets.least_part(current.masses()) < ContinuationConstants::kPartUnderBlur) {
    return false;
  }
  return blur == 1.0
             ? distance(current.measures(), aim) <= ContinuationConstants::kDistanceUnderBlur
             : misplaced_mass(current.masses(), aim.targets) <=
                   ContinuationConstants::kMisplacedOfBlur * blur;
}

}  // namespace

NewtonResult solve(const CellEngine& engine, const Targets& targets, std::vector<double> start,
                   const NewtonSettings& settings, NewtonSystem& system) {
  settings.validate();
  const auto count = static_cast<std::size_t>(engine.cell_count());
  required_numbers("targets", targets.masses, count);
  if (!start.empty() && start.size() != count) {
    throw InvalidArgument(text("start: got ", start.size(), "; expected one per cell, ", count));
  }
  return Continuation(engine, targets, settings, system).run(std::move(start));
}

}  // namespace brenier
