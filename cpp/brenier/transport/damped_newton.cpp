#include "brenier/transport/damped_newton.hpp"

#include <chrono>
#include <numeric>
#include <optional>

#include "brenier/error.hpp"
#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/transport/initial_weights.hpp"

namespace brenier {
namespace {

struct Iterate {
  RegularTriangulation triangulation;
  CellMeasures measures;

  const std::vector<double>& weights() const { return triangulation.weights(); }
};

double smallest(const std::vector<double>& values) {
  return *std::min_element(values.begin(), values.end());
}

double euclidean_norm(const std::vector<double>& values) {
  return std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0));
}

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
      : problem_(problem), settings_(settings), dual_(problem) {}

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
    CellMeasures measures = dual_.measures(triangulation, settings_.workers, settings_.interrupt);
    return {std::move(triangulation), std::move(measures)};
  }

  Iterate evaluate(std::vector<double> weights) {
    return evaluate(RegularTriangulation(problem_.points, std::move(weights), settings_.interrupt));
  }

  /// The next iterate, or nothing if a cell would be empty in the whole plane.
  std::optional<Iterate> evaluate_near(const Iterate& current, std::vector<double> weights) {
    std::optional<RegularTriangulation> triangulation = current.triangulation.reweighted(
        std::move(weights), settings_.workers, settings_.interrupt);
    if (!triangulation) return std::nullopt;
    return evaluate(*std::move(triangulation));
  }

  /// The first of these without an empty cell: the caller's start, zero weights, the similarity start.
  Iterate first_iterate(std::vector<double> start) {
    if (!start.empty() && can_be_worked_with(start)) {
      Iterate given = evaluate(std::move(start));
      if (smallest(given.measures.masses) > 0.0) return given;
    }
    if (problem_.frame.is_shared()) {
      Iterate voronoi = evaluate(std::vector<double>(problem_.points.size(), 0.0));
      if (smallest(voronoi.measures.masses) > 0.0) return voronoi;
    }
    return evaluate(similarity_weights(problem_));
  }

  Status iterate(Iterate& current) {
    // ε₀ of [kitagawa2019, Algorithm 1].
    const double mass_floor =
        0.5 * std::min(smallest(current.measures.masses), smallest(problem_.masses));
    if (!(mass_floor > 0.0)) return Status::kNoStart;
    bool goes_on = true;
    while (true) {
      if (result_.history.back().max_relative_error <= settings_.tol) return Status::kConverged;
      if (!goes_on) return Status::kStopped;
      if (result_.history.back().nit == settings_.max_iter) return Status::kMaxIterations;
      try {
        const std::optional<double> step = take_step(current, mass_floor);
        if (!step) return Status::kStalled;
        goes_on = record(current, *step);
      } catch (const NumericalError&) {
        return Status::kSingularSystem;
      }
    }
  }

  /// Newton's direction, and the longest of the steps 1, 1/2, 1/4, … that keeps every mass above the
  /// floor and lowers the error in proportion; nothing if there is none. Steps of more than four times
  /// the last one are not tried: each trial costs a diagram.
  std::optional<double> take_step(Iterate& current, double mass_floor) {
    const std::vector<double> gradient = dual_.gradient(current.measures);
    const double norm = euclidean_norm(gradient);
    const std::vector<double> direction =
        solver_.solve(dual_.negative_hessian(current.measures), gradient,
                      linear_tolerance(current, norm), settings_.interrupt);
    const double last = result_.history.back().step;
    for (double step = last < 0.25 ? 4.0 * last : 1.0; step >= kShortestStep; step *= 0.5) {
      std::optional<Iterate> next =
          evaluate_near(current, advanced(current.weights(), step, direction));
      if (!next || smallest(next->measures.masses) < mass_floor) continue;
      if (euclidean_norm(dual_.gradient(next->measures)) > (1.0 - 0.5 * step) * norm) {
        if (step < kRoundingRules) break;
        continue;
      }
      current = *std::move(next);
      return step;
    }
    return std::nullopt;
  }

  /// How exactly to solve for the direction, relative to the gradient's norm. The better, the nearer
  /// the end, so that convergence stays quadratic, but no better than the last step needs
  /// [eisenstat1996]; and always well enough for the smallest cell, which an error of the size of its
  /// mass would empty.
  double linear_tolerance(const Iterate& current, double gradient_norm) const {
    const double error = result_.history.back().max_relative_error;
    const double for_speed = std::max(0.1 * error, 0.03 * settings_.tol / error);
    const double for_smallest_cell = 0.1 * smallest(current.measures.masses) *
                                     std::sqrt(static_cast<double>(current.weights().size())) /
                                     gradient_norm;
    return std::clamp(std::min(for_speed, for_smallest_cell), kTightest, kLoosest);
  }

  /// Adds to the history and tells the caller; false if the caller wants to stop.
  bool record(const Iterate& current, double step) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
    result_.history.push_back({static_cast<int>(result_.history.size()),
                               dual_.max_relative_error(current.measures), step, elapsed.count()});
    const bool is_start = result_.history.size() == 1;
    return is_start || !settings_.callback || settings_.callback(result_.history.back());
  }

  // Cells with a tiny part of their target masses may want steps as short.
  static constexpr double kShortestStep = 1e-16;
  // But if no cell is in danger, a short step that does not lower the error meets rounding only.
  static constexpr double kRoundingRules = 1e-5;
  // Bounds of the linear tolerance; below the tighter one, rounding decides.
  static constexpr double kTightest = 1e-11;
  static constexpr double kLoosest = 0.01;

  const Problem& problem_;
  const NewtonSettings& settings_;
  KantorovichDual dual_;
  AdaptiveSolver solver_;
  NewtonResult result_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

NewtonResult solve(const Problem& problem, std::vector<double> start,
                   const NewtonSettings& settings) {
  settings.validate();
  return DampedNewton(problem, settings).run(std::move(start));
}

}  // namespace brenier
