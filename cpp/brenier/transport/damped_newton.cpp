#include "brenier/transport/damped_newton.hpp"

#include <chrono>
#include <limits>
#include <optional>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/transport/growth.hpp"
#include "brenier/transport/initial_weights.hpp"
#include "brenier/transport/iterate.hpp"

namespace brenier {
namespace {

std::vector<double> advanced(const std::vector<double>& weights, double step,
                             const std::vector<double>& direction) {
  std::vector<double> result(weights);
  for (std::size_t k = 0; k < result.size(); ++k) result[k] += step * direction[k];
  return result;
}

bool can_be_worked_with(const std::vector<double>& weights) {
  return std::all_of(weights.begin(), weights.end(),
                     [](double w) { return std::abs(w) <= kLargestLocalWeight; });
}

class DampedNewton {
 public:
  DampedNewton(const Problem& problem, const NewtonSettings& settings)
      : problem_(problem),
        settings_(settings),
        dual_(problem),
        evaluator_(problem, settings.workers, settings.interrupt),
        solver_(settings.workers) {}

  NewtonResult run(std::vector<double> start) {
    Iterate current = first_iterate(std::move(start));
    record(current, std::numeric_limits<double>::quiet_NaN());
    result_.status = iterate(current);
    result_.weights = current.weights();
    result_.evaluations = evaluator_.evaluations();
    return std::move(result_);
  }

 private:
  RegularTriangulation triangulated(std::vector<double> weights) const {
    return RegularTriangulation(problem_.points, std::move(weights), settings_.interrupt);
  }

  /// The first of these without an empty cell: the caller's start and zero weights, both revived, and the
  /// similarity start.
  Iterate first_iterate(std::vector<double> start) {
    if (!start.empty() && can_be_worked_with(start)) {
      std::optional<Iterate> given = revived_start(std::move(start), kFewOfGiven, kRevivedPart);
      if (given) return *std::move(given);
    }
    if (problem_.frame.is_shared()) {
      std::vector<double> zero(problem_.points.size(), 0.0);
      std::optional<Iterate> voronoi =
          revived_start(std::move(zero), kFewOfVoronoi, kPartOfVoronoi);
      if (voronoi) return *std::move(voronoi);
    }
    return evaluator_.evaluate(triangulated(similarity_weights(problem_)));
  }

  /// A start may take its time: that is well spent if it saves steps.
  std::optional<Iterate> revived_start(std::vector<double> weights, double few, double part) {
    constexpr double kAnywhere = std::numeric_limits<double>::infinity();
    std::vector<double> wanted(problem_.masses);
    for (double& mass : wanted) mass *= part;
    return evaluator_
        .revive(triangulated(std::move(weights)), {part_of_sites(few), part_of_sites(1.0), 1.5, 40},
                wanted, {0.0, kAnywhere})
        .iterate;
  }

  Index part_of_sites(double part) const {
    return static_cast<Index>(part * static_cast<double>(problem_.points.size()));
  }

  Status iterate(Iterate& current) {
    // In place of ε₀ of [kitagawa2019, Algorithm 1], a mass: a part of the target mass.
    least_part_ = kLeastPart;
    for (std::size_t k = 0; k < problem_.masses.size(); ++k) {
      least_part_ = std::min(least_part_, 0.5 * current.masses()[k] / problem_.masses[k]);
    }
    if (!(least_part_ > 0.0)) return Status::kNoStart;
    bool goes_on = true;
    while (true) {
      if (result_.history.back().max_relative_error <= settings_.tol) return Status::kConverged;
      if (!goes_on) return Status::kStopped;
      if (result_.history.back().nit == settings_.max_iter) return Status::kMaxIterations;
      try {
        const std::optional<double> step = take_step(current);
        if (!step) return Status::kStalled;
        goes_on = record(current, *step);
      } catch (const NumericalError&) {
        return Status::kSingularSystem;
      }
    }
  }

  /// Newton's direction, and the longest of the steps 1, 1/2, 1/4, … that leaves no cell starving, with
  /// the help of a few revivals, and lowers the distance in proportion; nothing if there is none. Steps
  /// of more than four times the last one are not tried, nor longer ones than the last when that was
  /// found by trial: each trial costs a diagram.
  std::optional<double> take_step(Iterate& current) {
    const std::vector<double> growth = aimed_growth(current.masses(), problem_.masses);
    const double distance = squared_distance(current.masses(), problem_.masses);
    const std::vector<double> direction = solver_.solve(
        dual_.negative_hessian(current.measures), growth, linear_tolerance(), settings_.interrupt);
    const double last = result_.history.back().step;
    const double longest = std::exchange(was_too_long_, false) ? last : 4.0 * last;
    const Index few = part_of_sites(kFew);
    for (double step = longest < 1.0 ? longest : 1.0; step >= kShortestStep; step *= 0.5) {
      auto triangulation =
          current.triangulation.reweighted(advanced(current.weights(), step, direction), few,
                                           settings_.workers, settings_.interrupt);
      if (!triangulation) continue;
      auto [next, is_too_far] = evaluator_.revive(
          *std::move(triangulation), {few, few, 0.5, 10}, wanted_of_revived(current, step, growth),
          {least_part_, (1.0 - kSufficient * step) * distance});
      if (next) {
        current = *std::move(next);
        return step;
      }
      was_too_long_ = true;
      if (is_too_far && step < kRoundingRules) break;
    }
    return std::nullopt;
  }

  /// A part of the masses that a step aims at, √m growing in proportion, or of the targets if those are
  /// less.
  std::vector<double> wanted_of_revived(const Iterate& current, double step,
                                        const std::vector<double>& growth) const {
    std::vector<double> result(growth.size());
    for (std::size_t k = 0; k < result.size(); ++k) {
      const double root = std::sqrt(current.masses()[k]);
      const double aimed = root + step * growth[k] / (2.0 * root);
      result[k] = kRevivedPart * std::min(aimed * aimed, problem_.masses[k]);
    }
    return result;
  }

  /// How exactly to solve for the direction, relative to the right-hand side's norm. The better, the
  /// nearer the end, so that convergence stays quadratic, but no better than the last step needs
  /// [eisenstat1996].
  double linear_tolerance() const {
    const double error = result_.history.back().max_relative_error;
    return std::clamp(std::max(0.1 * error, 0.03 * settings_.tol / error), kTightest, kLoosest);
  }

  /// Adds to the history and tells the caller; false if the caller wants to stop.
  bool record(const Iterate& current, double step) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
    result_.history.push_back({static_cast<int>(result_.history.size()),
                               dual_.max_relative_error(current.measures), step, elapsed.count()});
    const bool is_start = result_.history.size() == 1;
    return is_start || !settings_.callback || settings_.callback(result_.history.back());
  }

  // The part of the decrease aimed at that a step has to bring.
  static constexpr double kSufficient = 0.25;
  // Of its target mass, what every cell has to keep.
  static constexpr double kLeastPart = 1e-4;
  // Of the mass aimed at, what a revived cell is given: well more than the least, but no rival to its
  // neighbours.
  static constexpr double kRevivedPart = 0.25;
  // Of all cells, how many may be revived. If more starve after a step, it was too long; if more do at
  // the start, the caller's weights are of no use, while zero weights still may be.
  static constexpr double kFew = 0.02;
  static constexpr double kFewOfGiven = 0.1;
  static constexpr double kFewOfVoronoi = 0.5;
  // Many cells at a time are revived with care: each takes a little.
  static constexpr double kPartOfVoronoi = 0.05;
  // Cells with a tiny part of their target masses may want steps as short.
  static constexpr double kShortestStep = 1e-16;
  // But if no cell is in danger, a short step that does not lower the error meets rounding only.
  static constexpr double kRoundingRules = 1e-5;
  // Bounds of the linear tolerance; below the tighter one, rounding decides.
  static constexpr double kTightest = 1e-11;
  static constexpr double kLoosest = 0.003;

  const Problem& problem_;
  const NewtonSettings& settings_;
  KantorovichDual dual_;
  Evaluator evaluator_;
  AdaptiveSolver solver_;
  NewtonResult result_;
  bool was_too_long_ = false;  // did a trial of the last step cost a diagram in vain?
  double least_part_ = 0.0;    // of its target mass, that every cell has to have
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

NewtonResult solve(const Problem& problem, std::vector<double> start,
                   const NewtonSettings& settings) {
  settings.validate();
  return DampedNewton(problem, settings).run(std::move(start));
}

}  // namespace brenier
