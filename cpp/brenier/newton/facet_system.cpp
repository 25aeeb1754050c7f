#include "brenier/newton/facet_system.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/linalg/components.hpp"
#include "brenier/newton/growth.hpp"
#include "brenier/newton/settings.hpp"
#include "brenier/newton/spread_direction.hpp"
#include "brenier/newton/tied_direction.hpp"

namespace brenier {
namespace {

std::vector<double> selected(std::span<const double> values, std::span<const Index> indices) {
  std::vector<double> result;
  result.reserve(indices.size());
  for (const Index k : indices) result.push_back(values[k]);
  return result;
}

/// Raises NumericalError if p does not solve L p = g at all: <g, p> = <p, L p> would be 0 or more,
/// and finite.
void require_ascent(std::span<const double> g, std::span<const double> p) {
  const double slope = std::inner_product(g.begin(), g.end(), p.begin(), 0.0);
  if (!(slope >= 0.0 && slope <= std::numeric_limits<double>::max())) {
    throw NumericalError("the Newton system has no solution in double precision");
  }
}

/// How exactly to solve for the direction, relative to the right-hand side's norm. The better, the
/// nearer the end, so that convergence stays quadratic, but no better than the last step needs
/// [eisenstat1996].
double linear_tolerance(double error, double tol) {
  return std::clamp(
      std::max(StepConstants::kPartOfError * error, StepConstants::kPartOfTolerance * tol / error),
      StepConstants::kTightest, StepConstants::kLoosest);
}

/// The part with the largest excess or lack of mass that is out of balance; kNone if there is none.
Index worst_part(const Components& parts, std::span<const double> masses, const Targets& targets,
                 double tol) {
  if (parts.count() == 1) return kNone;
  Index worst = kNone;
  double largest = 0.0;
  for (Index p = 0; p < parts.count(); ++p) {
    double target = 0.0, excess = 0.0;
    for (const Index k : parts[p]) {
      target += targets.masses[k];
      excess += masses[k] - targets.masses[k];
    }
    if (std::abs(excess) > std::max(largest, StepConstants::kBalanced * tol * target)) {
      largest = std::abs(excess);
      worst = p;
    }
  }
  return worst;
}

/// The growth with sum zero on each part.
std::vector<double> growth_by_parts(const Components& parts, std::span<const double> masses,
                                    const Targets& targets, int dimension) {
  std::vector<double> growth(masses.size());
  for (Index p = 0; p < parts.count(); ++p) {
    const std::vector<double> of_part =
        aimed_growth(selected(masses, parts[p]), selected(targets.masses, parts[p]), dimension);
    for (std::size_t k = 0; k < of_part.size(); ++k) growth[parts[p][k]] = of_part[k];
  }
  return growth;
}

/// The change, with a number added on each part by which the parts move little against each other:
/// so that the sum of the squares of what their facets move by is least, with or without mass. No
/// mass asks for that; but a part that is left behind may lose its cells to another one.
std::vector<double> moved_together(std::vector<double> change, const Components& parts,
                                   std::span<const Facet> neighbors, LinearSolver& solver,
                                   const CheckInterrupt& interrupt) {
  std::vector<Index> part_of(change.size());
  for (Index p = 0; p < parts.count(); ++p) {
    for (const Index k : parts[p]) part_of[k] = p;
  }
  std::vector<Facet> between;
  std::vector<double> apart(parts.count(), 0.0);
  for (const Facet& f : neighbors) {
    const Index p = part_of[f.i], q = part_of[f.j];
    if (p == q) continue;
    between.push_back({p, q, f.conductance});
    apart[p] += f.conductance * (change[f.j] - change[f.i]);
    apart[q] += f.conductance * (change[f.i] - change[f.j]);
  }
  const std::vector<double> added = solver.solve(mass_jacobian(parts.count(), between), apart,
                                                 StepConstants::kLoosest, interrupt);
  for (std::size_t k = 0; k < change.size(); ++k) change[k] += added[part_of[k]];
  return change;
}

}  // namespace

NewtonDirection FacetSystem::direction(const Evaluation& at, const Targets& targets) {
  const std::vector<double>& masses = at.masses();
  const GraphLaplacian hessian = mass_jacobian(targets.cell_count(), at.measures().facets);
  const double tolerance = linear_tolerance(targets.max_relative_error(masses), tol_);
  std::vector<double> growth = aimed_growth(masses, targets.masses, growth_dimension_);
  try {
    std::vector<double> change = solver_.solve(hessian, growth, tolerance, interrupt_);
    require_ascent(growth, change);
    return {std::move(growth), std::move(change)};
  } catch (const NumericalError&) {
    const Components parts(hessian);
    if (parts.count() == 1 || worst_part(parts, masses, targets, tol_) != kNone) throw;
    growth = growth_by_parts(parts, masses, targets, growth_dimension_);
    std::vector<double> change =
        solve_by_components(solver_, hessian, parts, growth, tolerance, interrupt_);
    require_ascent(growth, change);
    change = moved_together(std::move(change), parts, at.state->neighbors(), solver_, interrupt_);
    return {std::move(growth), std::move(change)};
  }
}

NewtonDirection FacetSystem::direction_of_tied(const Evaluation& at, const Targets& targets,
                                               const TiedCells& ties) {
  return tied_direction(at, targets, ties, growth_dimension_, *this, solver_, interrupt_);
}

NewtonDirection FacetSystem::direction_of_spread(const Evaluation& at, const Targets& targets,
                                                 double share) {
  const double error = targets.max_relative_error(at.of_source.masses);
  return spread_direction(at, targets, share, linear_tolerance(error, tol_), solver_, interrupt_);
}

std::vector<Index> FacetSystem::part_out_of_balance(const Evaluation& at,
                                                    const Targets& targets) const {
  const Components parts(mass_jacobian(targets.cell_count(), at.of_source.facets));
  const Index worst = worst_part(parts, at.of_source.masses, targets, tol_);
  if (worst == kNone) return {};
  return {parts[worst].begin(), parts[worst].end()};
}

}  // namespace brenier
