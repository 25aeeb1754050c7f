#include "brenier/newton/newton_step.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/newton/growth.hpp"

namespace brenier {
namespace {

// The part of the decrease aimed at that a step has to bring.
constexpr double kSufficient = 0.25;
// Of its target mass, what every cell has to keep.
constexpr double kLeastPart = 1e-4;
// Of the mass aimed at, what a revived cell is given: well more than the least, but no rival to its
// neighbours.
constexpr double kRevivedPart = 0.25;
// Of all cells, how many may be revived. If more starve after a step, it was too long.
constexpr double kFew = 0.02;
// That many underfilled cells are left after a pass, of those before, and so many passes are made, at most.
constexpr double kFewer = 0.5;
constexpr int kPasses = 10;
// Cells with a tiny part of their target masses may want steps as short.
constexpr double kShortestStep = 1e-15;
// But if no cell is in danger, a step so short that does not lower the distance meets rounding only. Under
// a blend, a facet may run from the background into the source, which is denser by as much as its share is small.
constexpr double kRoundingRules = 1e-5;
// Bounds of the linear tolerance; below the tighter one, rounding decides.
constexpr double kTightest = 1e-11;
constexpr double kLoosest = 0.003;

std::vector<double> advanced(const std::vector<double>& weights, double step,
                             const std::vector<double>& direction) {
  std::vector<double> result(weights);
  for (std::size_t k = 0; k < result.size(); ++k) result[k] += step * direction[k];
  return result;
}

std::vector<double> selected(std::span<const double> values, std::span<const Index> indices) {
  std::vector<double> result;
  result.reserve(indices.size());
  for (const Index k : indices) result.push_back(values[k]);
  return result;
}

/// Raises NumericalError if d does not solve L d = g at all: <g, d> = <d, L d> would be 0 or more, and
/// finite.
void require_ascent(std::span<const double> g, std::span<const double> d) {
  const double slope = std::inner_product(g.begin(), g.end(), d.begin(), 0.0);
  if (!(slope >= 0.0 && slope <= std::numeric_limits<double>::max())) {
    throw NumericalError("the Newton system has no solution in double precision");
  }
}

}  // namespace

void NewtonStep::start_from(const Iterate& iterate) {
  // In place of ε₀ of [kitagawa2019, Algorithm 1], a mass: a part of the target mass.
  least_part_ = kLeastPart;
  for (std::size_t k = 0; k < problem_.masses.size(); ++k) {
    least_part_ = std::min(least_part_, 0.5 * iterate.masses()[k] / problem_.masses[k]);
  }
  last_ = 1.0;
  was_too_long_ = false;
}

std::optional<double> NewtonStep::take(Iterate& current) {
  const auto [growth, weights] = direction(current);
  const double distance = squared_distance(current.masses(), problem_.masses);
  const auto few = static_cast<Index>(kFew * static_cast<double>(problem_.points.size()));
  // Not more than four times the last one, nor longer than the last when that was found by trial: each
  // trial costs a diagram.
  const double longest = std::exchange(was_too_long_, false) ? last_ : std::min(4.0 * last_, 1.0);
  const double shortest = kRoundingRules * (current.blend.share > 0.0 ? current.blend.share : 1.0);
  bool is_too_far = false;
  for (double step = longest; step >= kShortestStep; step *= 0.5) {
    if (is_too_far && step < shortest) break;
    auto triangulation = current.triangulation.reweighted(
        advanced(current.weights(), step, weights), few, settings_.workers, settings_.interrupt);
    if (!triangulation) continue;
    auto trial =
        evaluator_.revive(*std::move(triangulation), current.blend, {few, few, kFewer, kPasses},
                          wanted_of_revived(current, step, growth),
                          {least_part_, (1.0 - kSufficient * step) * distance});
    if (trial.iterate) {
      current = *std::move(trial.iterate);
      last_ = step;
      return step;
    }
    was_too_long_ = true;
    is_too_far = trial.is_too_far;
  }
  return std::nullopt;
}

NewtonStep::Direction NewtonStep::direction(const Iterate& current) {
  const std::vector<double>& masses = current.masses();
  const GraphLaplacian laplacian = dual_.negative_hessian(current.measures());
  const double tolerance = linear_tolerance(current);
  std::vector<double> growth = aimed_growth(masses, problem_.masses);
  try {
    std::vector<double> weights = solver_.solve(laplacian, growth, tolerance, settings_.interrupt);
    require_ascent(growth, weights);
    return {std::move(growth), std::move(weights)};
  } catch (const NumericalError&) {
    // Where no facet between them has mass, parts that have what they should have are solved one by one.
    const Components parts(laplacian);
    if (parts.count() == 1 || !are_balanced(parts, masses)) throw;
    for (Index p = 0; p < parts.count(); ++p) {
      const std::vector<double> of_part =
          aimed_growth(selected(masses, parts[p]), selected(problem_.masses, parts[p]));
      for (std::size_t k = 0; k < of_part.size(); ++k) growth[parts[p][k]] = of_part[k];
    }
    std::vector<double> weights =
        solve_by_components(solver_, laplacian, parts, growth, tolerance, settings_.interrupt);
    require_ascent(growth, weights);
    return {std::move(growth), std::move(weights)};
  }
}

bool NewtonStep::are_balanced(const Components& parts, std::span<const double> masses) const {
  constexpr double kShareOfTolerance = 0.1;
  if (parts.count() == 1) return true;
  for (Index p = 0; p < parts.count(); ++p) {
    double target = 0.0, excess = 0.0;
    for (const Index k : parts[p]) {
      target += problem_.masses[k];
      excess += masses[k] - problem_.masses[k];
    }
    if (std::abs(excess) > kShareOfTolerance * settings_.tol * target) return false;
  }
  return true;
}

/// How exactly to solve for the direction, relative to the right-hand side's norm. The better, the
/// nearer the end, so that convergence stays quadratic, but no better than the last step needs
/// [eisenstat1996].
double NewtonStep::linear_tolerance(const Iterate& current) const {
  const double error = dual_.max_relative_error(current.measures());
  return std::clamp(std::max(0.1 * error, 0.03 * settings_.tol / error), kTightest, kLoosest);
}

/// A part of the masses that a step aims at, √m growing in proportion, or of the targets if those are
/// less.
std::vector<double> NewtonStep::wanted_of_revived(const Iterate& current, double step,
                                                  const std::vector<double>& growth) const {
  std::vector<double> result(growth.size());
  for (std::size_t k = 0; k < result.size(); ++k) {
    const double root = std::sqrt(current.masses()[k]);
    const double aimed = root + step * growth[k] / (2.0 * root);
    result[k] = kRevivedPart * std::min(aimed * aimed, problem_.masses[k]);
  }
  return result;
}

}  // namespace brenier
