#include "brenier/newton/ascent.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "brenier/error.hpp"
#include "brenier/newton/growth.hpp"

namespace brenier {
namespace {

// Steps as short as this tell that the source is too rough for Newton's method on its own.
constexpr double kShortStep = 0.1;
constexpr double kShortStepOnTheWay = 1e-3;
// With an error below this, a step that cannot be taken meets rounding, and so does one that is shorter than
// that: the distance may fall by chance then, a little at a time.
constexpr double kSmallError = 1e-4;
constexpr double kRoundedStep = 0.01;
// The error with which a problem that is only on the way is solved.
constexpr double kAboutRight = 0.5;
// What is left undone under a blurred source: no cell has less than a part of its target mass, and
// the distance of the masses from the targets is small.
constexpr double kNearPart = 0.3;
constexpr double kNear = 0.005;
// Under a blend with the source, the mass that is astray is a part of the background's share.
constexpr double kAstray = 0.1;
// When the source itself is tried: no cell has less than a part of its target mass, and the distance is
// at most this, or this part of what it was when the last attempt failed.
constexpr double kRipePart = 0.2;
constexpr double kRipe = 0.1;
constexpr double kRiper = 0.25;
// By how much the background's share is lowered at a time, and where to give up.
constexpr double kLess = 0.5;
constexpr double kLeastShare = 1e-14;

/// Half the sum of |m_i - ν_i|: what would have to be moved from one cell to another.
double mass_astray(std::span<const double> masses, std::span<const double> targets) {
  double sum = 0.0;
  for (std::size_t k = 0; k < masses.size(); ++k) sum += 0.5 * std::abs(masses[k] - targets[k]);
  return sum;
}

/// min_i m_i / ν_i.
double least_part(std::span<const double> masses, std::span<const double> targets) {
  double result = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < masses.size(); ++k) result = std::min(result, masses[k] / targets[k]);
  return result;
}

bool has_empty_cell(const Iterate& iterate) {
  return std::any_of(iterate.masses().begin(), iterate.masses().end(),
                     [](double mass) { return !(mass > 0.0); });
}

bool is_stuck(Status status) {
  return status == Status::kStalled || status == Status::kSingularSystem;
}

}  // namespace

Ascent::Ascent(const Problem& problem, const NewtonSettings& settings, LinearSolver& linear_solver,
               History& history)
    : problem_(problem),
      settings_(settings),
      history_(history),
      dual_(problem),
      evaluator_(problem, settings.workers, settings.interrupt),
      starts_(problem, evaluator_, settings.interrupt),
      step_(problem, settings, evaluator_, linear_solver),
      ripe_(kRipe) {}

Iterate Ascent::start(std::vector<double> weights) {
  std::optional<Iterate> given = starts_.given(std::move(weights), {});
  return given ? *std::move(given) : starts_.own({});
}

Status Ascent::climb(Iterate& current) {
  if (current.blend.share > 0.0) current = evaluator_.reevaluate(std::move(current), {});
  return ascend(current, kShortStep);
}

bool Ascent::has_failed(Status status, const Iterate& current) const {
  if (status == Status::kNoStart) return true;
  return is_stuck(status) && (error(current) > kSmallError || !is_balanced(current));
}

Status Ascent::go_around(Status status, Iterate& current) {
  ScaleSpace space(problem_.source->density, problem_.masses, settings_.workers,
                   settings_.interrupt);
  // Without a start there may be one on the rectangle alone, outside of which the source has no mass.
  if (space.is_flat() && status != Status::kNoStart) {
    return status == Status::kStalled ? ascend(current, 0.0) : status;
  }
  Iterate start = starts_.own({1.0, space.density()});
  if (has_empty_cell(start)) return Status::kNoStart;
  current = std::move(start);
  return go_through(space, 1.0, current);
}

Status Ascent::go_over(Iterate& current) {
  ScaleSpace space(problem_.source->density, problem_.masses, settings_.workers,
                   settings_.interrupt);
  while (space.sharpen()) continue;
  current = evaluator_.reevaluate(std::move(current), {kLess, space.density()});
  return go_through(space, kLess, current);
}

/// The background has the share that it has in the iterate.
Status Ascent::go_through(ScaleSpace& space, double share, Iterate& current) {
  while (true) {
    // Where the way is hard, the next density may be easier.
    const Status status = ascend(current, share == 1.0 ? kShortStepOnTheWay : 0.0);
    const bool goes_on = status == Status::kConverged || is_stuck(status);
    if (is_done(current) || !goes_on) return status;
    if (is_ripe(current)) {
      ripe_ = kRiper * squared_distance(current.of_source.masses, problem_.masses);
      const Status last = climb(current);
      if (!has_failed(last, current)) return last;
    }
    if (share < 1.0 || !space.sharpen()) share *= kLess;
    if (share < kLeastShare) return is_stuck(status) ? status : Status::kStalled;
    current = evaluator_.reevaluate(std::move(current), {share, space.density()});
  }
}

/// Newton's method under the iterate's blend, until the masses are right, or near enough if the blend
/// is not the source. A step below the shortest makes it stop as stalled.
Status Ascent::ascend(Iterate& current, double shortest) {
  if (has_empty_cell(current)) return Status::kNoStart;
  step_.start_from(current);
  double last = 1.0;
  while (true) {
    if (is_done(current) || is_near(current)) return Status::kConverged;
    if (const std::optional<Status> end = history_.end()) return *end;
    if (last < (error(current) > kSmallError ? shortest : kRoundedStep)) return Status::kStalled;
    try {
      const std::optional<double> step = step_.take(current);
      if (!step) return Status::kStalled;
      last = *step;
      history_.add_step(current, last);
    } catch (const NumericalError&) {
      return Status::kSingularSystem;
    }
  }
}

/// Is the history's problem solved, or this one as well as it has to be on the way there?
bool Ascent::is_done(const Iterate& current) const {
  if (history_.is_solved()) return true;
  return &problem_ != &history_.problem() && error(current) <= kAboutRight && is_balanced(current);
}

bool Ascent::is_near(const Iterate& current) const {
  const double share = current.blend.share;
  if (share == 0.0) return false;
  if (is_ripe(current)) return true;
  return least_part(current.masses(), problem_.masses) >= kNearPart &&
         (share == 1.0 ? squared_distance(current.masses(), problem_.masses) <= kNear
                       : mass_astray(current.masses(), problem_.masses) <= kAstray * share);
}

/// Can Newton's method go on under the source alone?
bool Ascent::is_ripe(const Iterate& current) const {
  const std::vector<double>& masses = current.of_source.masses;
  return least_part(masses, problem_.masses) >= kRipePart &&
         squared_distance(masses, problem_.masses) <= ripe_ && is_balanced(current);
}

/// Has each part under the source, as a whole, the mass that it should have? If not, a facet has to join
/// parts.
bool Ascent::is_balanced(const Iterate& current) const {
  return step_.are_balanced(Components(dual_.negative_hessian(current.of_source)),
                            current.of_source.masses);
}

/// The largest relative error under the source.
double Ascent::error(const Iterate& current) const {
  return dual_.max_relative_error(current.of_source);
}

}  // namespace brenier
