#include "brenier/transport/damped_newton.hpp"

#include <chrono>
#include <numeric>
#include <optional>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/measure/revival.hpp"
#include "brenier/transport/growth.hpp"
#include "brenier/transport/initial_weights.hpp"

namespace brenier {
namespace {

struct Iterate {
  RegularTriangulation triangulation;
  CellMeasures measures;
  std::vector<Segment> boundary;  // who owns the domain's boundary

  const std::vector<double>& weights() const { return triangulation.weights(); }
  const std::vector<double>& masses() const { return measures.masses; }
};

/// a + factor · b.
std::vector<double> sum(const std::vector<double>& a, double factor, const std::vector<double>& b) {
  std::vector<double> result(a);
  for (std::size_t k = 0; k < result.size(); ++k) result[k] += factor * b[k];
  return result;
}

std::vector<double> scaled(double factor, const std::vector<double>& a) {
  return sum(std::vector<double>(a.size(), 0.0), factor, a);
}

bool can_be_worked_with(const std::vector<double>& weights) {
  return std::all_of(weights.begin(), weights.end(),
                     [](double w) { return std::abs(w) <= kLargestLocalWeight; });
}

/// How long to go on reviving cells.
struct Patience {
  std::size_t most_starving;  // cells to begin with
  Index most_hidden;          // sites that the raising of others may hide
  double most_again;          // starving cells after a pass, of those before
  int passes;                 // each costs a diagram
};

class DampedNewton {
 public:
  DampedNewton(const Problem& problem, const NewtonSettings& settings)
      : problem_(problem), settings_(settings), dual_(problem), solver_(settings.workers) {}

  NewtonResult run(std::vector<double> start) {
    Iterate current = first_iterate(std::move(start));
    record(current, std::numeric_limits<double>::quiet_NaN());
    result_.status = iterate(current);
    result_.weights = current.weights();
    return std::move(result_);
  }

 private:
  Iterate evaluate(RegularTriangulation triangulation) {
    ++result_.evaluations;
    check(settings_.interrupt);
    const PowerDiagram diagram(triangulation, problem_.domain(), settings_.workers);
    check(settings_.interrupt);
    CellMeasures measures = dual_.measures(diagram, settings_.workers);
    std::vector<Segment> boundary = diagram.boundary();
    return {std::move(triangulation), std::move(measures), std::move(boundary)};
  }

  /// The iterate of a triangulation, in which a few cells that are empty or nearly so are given about the
  /// masses `wanted` by raising the weights of their sites. Nothing if that takes too long, or if the
  /// masses are farther than `farthest` from where they should be.
  std::optional<Iterate> revived(RegularTriangulation triangulation, const Patience& patience,
                                 const std::vector<double>& wanted, double farthest) {
    const std::vector<double> wanted_areas = scaled(problem_.domain().polygon().area(), wanted);
    double most_starving = static_cast<double>(patience.most_starving);
    if (triangulation.hidden_count() > most_starving) return std::nullopt;
    for (int pass = 0; pass < patience.passes; ++pass) {
      if (triangulation.has_hidden_sites()) {
        triangulation = hidden_sites_raised(triangulation, problem_.domain(), wanted_areas,
                                            settings_.interrupt);
      }
      Iterate next = evaluate(std::move(triangulation));
      is_too_far_ = squared_distance(next.masses(), problem_.masses) > farthest;
      if (is_too_far_) return std::nullopt;
      const std::vector<Index> starving = starving_sites(next.masses());
      const double count = static_cast<double>(starving.size());
      if (starving.empty()) return next;
      if (count > most_starving) return std::nullopt;
      most_starving = std::max(kStragglers, patience.most_again * count);
      auto raised = next.triangulation.reweighted(
          starving_sites_raised(next.triangulation, problem_.domain(), next.boundary, next.measures,
                                starving, wanted, settings_.interrupt),
          patience.most_hidden, settings_.workers, settings_.interrupt);
      if (!raised) return std::nullopt;
      triangulation = *std::move(raised);
    }
    return std::nullopt;
  }

  /// Sites without mass, or with less than the least part of their target masses.
  std::vector<Index> starving_sites(const std::vector<double>& masses) const {
    std::vector<Index> result;
    for (std::size_t k = 0; k < masses.size(); ++k) {
      if (masses[k] > 0.0 && masses[k] >= least_part_ * problem_.masses[k]) continue;
      result.push_back(static_cast<Index>(k));
    }
    return result;
  }

  /// The first of these without an empty cell: the caller's start and zero weights, both revived, and the
  /// similarity start.
  Iterate first_iterate(std::vector<double> start) {
    const Index count = static_cast<Index>(problem_.points.size());
    const auto try_weights = [&](std::vector<double> weights, Index most_starving, double part) {
      constexpr double kAnywhere = std::numeric_limits<double>::infinity();
      const Patience patience{static_cast<std::size_t>(most_starving), count, 1.5, 40};
      return revived(RegularTriangulation(problem_.points, std::move(weights), settings_.interrupt),
                     patience, scaled(part, problem_.masses), kAnywhere);
    };
    if (!start.empty() && can_be_worked_with(start)) {
      std::optional<Iterate> given = try_weights(std::move(start), count / 10, kRevivedPart);
      if (given) return *std::move(given);
    }
    if (problem_.frame.is_shared()) {
      // Many cells at a time want to be revived with care: each takes a little.
      std::vector<double> zero(problem_.points.size(), 0.0);
      std::optional<Iterate> voronoi = try_weights(std::move(zero), count / 2, 0.2 * kRevivedPart);
      if (voronoi) return *std::move(voronoi);
    }
    return evaluate(
        RegularTriangulation(problem_.points, similarity_weights(problem_), settings_.interrupt));
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
    for (double step = longest < 1.0 ? longest : 1.0; step >= kShortestStep; step *= 0.5) {
      const Index few = static_cast<Index>(kFew * static_cast<double>(problem_.points.size()));
      auto triangulation = current.triangulation.reweighted(
          sum(current.weights(), step, direction), few, settings_.workers, settings_.interrupt);
      if (!triangulation) continue;
      const Patience patience{static_cast<std::size_t>(few), few, 0.5, 10};
      std::optional<Iterate> next =
          revived(*std::move(triangulation), patience, wanted_of_revived(current, step, growth),
                  (1.0 - kSufficient * step) * distance);
      if (next) {
        current = *std::move(next);
        return step;
      }
      was_too_long_ = true;
      if (is_too_far_ && step < kRoundingRules) break;
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
  // Of all cells, how many may be revived after a step. With more, the step was too long.
  static constexpr double kFew = 0.02;
  // So many starving cells are never too many.
  static constexpr double kStragglers = 8.0;
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
  AdaptiveSolver solver_;
  NewtonResult result_;
  bool was_too_long_ = false;  // did a trial of the last step cost a diagram in vain?
  double least_part_ = 0.0;    // of its target mass, that every cell has to have
  bool is_too_far_ = false;    // was that why the last revival failed?
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

NewtonResult solve(const Problem& problem, std::vector<double> start,
                   const NewtonSettings& settings) {
  settings.validate();
  return DampedNewton(problem, settings).run(std::move(start));
}

}  // namespace brenier
