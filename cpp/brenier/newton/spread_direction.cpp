#include "brenier/newton/spread_direction.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace brenier {

NewtonDirection spread_direction(const Evaluation& at, const Targets& targets, double share,
                                 double tolerance, LinearSolver& solver,
                                 const CheckInterrupt& interrupt) {
  const std::vector<double>& masses = at.of_source.masses;
  const std::vector<double>& sizes = at.of_blend.masses;
  const auto density = [&](Index k) { return std::max(masses[k], targets.masses[k]) / sizes[k]; };
  UninitializedVector<Facet> spread(at.of_blend.facets);
  for (Facet& f : spread) f.conductance *= share * 0.5 * (density(f.i) + density(f.j));
  const GraphLaplacian hessian =
      larger_of(mass_jacobian(targets.cell_count(), spread),
                mass_jacobian(targets.cell_count(), at.of_source.facets));
  std::vector<double> growth(targets.masses);
  for (std::size_t k = 0; k < growth.size(); ++k) growth[k] -= masses[k];
  std::vector<double> change = solver.solve(hessian, growth, tolerance, interrupt);
  return {std::move(growth), std::move(change)};
}

}  // namespace brenier
