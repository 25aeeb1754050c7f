#include "brenier/transport/damped_newton.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>

#include "brenier/error.hpp"
#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/transport/growth.hpp"
#include "brenier/transport/newton_step.hpp"
#include "brenier/transport/scale_space.hpp"
#include "brenier/transport/starts.hpp"

namespace brenier {
namespace {

// Steps as short as this tell that the source is too rough for Newton's method on its own.
constexpr double kShortStep = 0.1;
constexpr double kShortStepOnTheWay = 1e-3;
// With an error below this, a step that cannot be taken meets rounding.
constexpr double kSmallError = 1e-4;
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

class DampedNewton {
 public:
  DampedNewton(const Problem& problem, const NewtonSettings& settings, LinearSolver& linear_solver)
      : problem_(problem),
        settings_(settings),
        dual_(problem),
        evaluator_(problem, settings.workers, settings.interrupt),
        starts_(problem, evaluator_, settings.interrupt),
        step_(problem, settings, evaluator_, linear_solver) {}

  NewtonResult run(std::vector<double> start) {
    std::optional<Iterate> given = starts_.given(std::move(start), {});
    Iterate current = given ? *std::move(given) : starts_.own({});
    record(current, std::numeric_limits<double>::quiet_NaN());
    result_.status = solve(current);
    result_.evaluations = evaluator_.evaluations();
    return std::move(result_);
  }

 private:
  /// Under the source, if that goes well; else under densities that lead there.
  Status solve(Iterate& current) {
    const Status status = ascend(current, kShortStep);
    if (status != Status::kNoStart && !has_failed(status, current)) return status;
    ScaleSpace space(problem_.source->density, problem_.masses, settings_.workers,
                     settings_.interrupt);
    if (space.is_flat()) return status == Status::kStalled ? ascend(current, 0.0) : status;
    return ascend_through(space, current);
  }

  Status ascend_through(ScaleSpace& space, Iterate& current) {
    Iterate start = starts_.own({1.0, space.density()});
    if (has_empty_cell(start)) return Status::kNoStart;
    current = std::move(start);
    double share = 1.0;
    while (true) {
      // Where the way is hard, the next density may be easier.
      const Status status = ascend(current, share == 1.0 ? kShortStepOnTheWay : 0.0);
      const bool goes_on = status == Status::kConverged || is_stuck(status);
      if (is_done() || !goes_on) return status;
      if (is_ripe(current)) {
        ripe_ = kRiper * squared_distance(current.of_source.masses, problem_.masses);
        current = evaluator_.reevaluate(std::move(current), {});
        const Status last = ascend(current, kShortStep);
        if (!has_failed(last, current)) return last;
      }
      if (share < 1.0 || !space.sharpen()) share *= kLess;
      if (share < kLeastShare) return is_stuck(status) ? status : Status::kStalled;
      current = evaluator_.reevaluate(std::move(current), {share, space.density()});
    }
  }

  /// Newton's method under the iterate's blend, until the masses are right, or near enough if the blend
  /// is not the source. A step below the shortest makes it stop as stalled.
  Status ascend(Iterate& current, double shortest) {
    if (has_empty_cell(current)) return Status::kNoStart;
    step_.start_from(current);
    double last = 1.0;
    while (true) {
      if (is_done() || is_near(current)) return Status::kConverged;
      if (is_stopped_) return Status::kStopped;
      if (result_.history.back().nit == settings_.max_iter) return Status::kMaxIterations;
      if (last < shortest && error() > kSmallError) return Status::kStalled;
      try {
        const std::optional<double> step = step_.take(current);
        if (!step) return Status::kStalled;
        last = *step;
        record(current, last);
      } catch (const NumericalError&) {
        return Status::kSingularSystem;
      }
    }
  }

  static bool is_stuck(Status status) {
    return status == Status::kStalled || status == Status::kSingularSystem;
  }

  /// Under the source. Near the end a step that cannot be taken meets rounding, if nothing else is in its way.
  bool has_failed(Status status, const Iterate& current) const {
    return is_stuck(status) && (error() > kSmallError || !is_balanced(current));
  }

  /// Has each part under the source, as a whole, the mass that it should have? If not, a facet has to join parts.
  bool is_balanced(const Iterate& current) const {
    return step_.are_balanced(Components(dual_.negative_hessian(current.of_source)),
                              current.of_source.masses);
  }

  bool is_done() const { return error() <= settings_.tol; }

  bool is_near(const Iterate& current) const {
    const double share = current.blend.share;
    if (share == 0.0) return false;
    if (is_ripe(current)) return true;
    return least_part(current.masses(), problem_.masses) >= kNearPart &&
           (share == 1.0 ? squared_distance(current.masses(), problem_.masses) <= kNear
                         : mass_astray(current.masses(), problem_.masses) <= kAstray * share);
  }

  /// Can Newton's method go on under the source alone?
  bool is_ripe(const Iterate& current) const {
    const std::vector<double>& masses = current.of_source.masses;
    return least_part(masses, problem_.masses) >= kRipePart &&
           squared_distance(masses, problem_.masses) <= ripe_ && is_balanced(current);
  }

  static bool has_empty_cell(const Iterate& iterate) {
    return std::any_of(iterate.masses().begin(), iterate.masses().end(),
                       [](double mass) { return !(mass > 0.0); });
  }

  /// The largest relative error under the source.
  double error() const { return result_.history.back().max_relative_error; }

  /// Adds to the history, and tells the caller. The result's weights are always those of the last record:
  /// a start from which no step was taken is left out of both.
  void record(const Iterate& current, double step) {
    result_.weights = current.weights();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
    result_.history.push_back({static_cast<int>(result_.history.size()),
                               dual_.max_relative_error(current.of_source), step,
                               current.blend.share, elapsed.count()});
    const bool is_start = result_.history.size() == 1;
    is_stopped_ = !is_start && settings_.callback && !settings_.callback(result_.history.back());
  }

  const Problem& problem_;
  const NewtonSettings& settings_;
  KantorovichDual dual_;
  Evaluator evaluator_;
  Starts starts_;
  NewtonStep step_;
  NewtonResult result_;
  double ripe_ = kRipe;
  bool is_stopped_ = false;  // by the callback
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

NewtonResult solve(const Problem& problem, std::vector<double> start,
                   const NewtonSettings& settings) {
  AdaptiveSolver linear_solver(settings.workers);
  return solve(problem, std::move(start), settings, linear_solver);
}

NewtonResult solve(const Problem& problem, std::vector<double> start,
                   const NewtonSettings& settings, LinearSolver& linear_solver) {
  settings.validate();
  return DampedNewton(problem, settings, linear_solver).run(std::move(start));
}

}  // namespace brenier
