#include "brenier/space/measure/cell_repair.hpp"

#include <algorithm>
#include <cmath>

#include "brenier/space/diagram/appearance.hpp"

namespace brenier::space {

std::vector<double> empty_cells_raised(const RegularTriangulation& triangulation,
                                       const ConvexPolyhedron& domain, std::span<const Index> empty,
                                       std::span<const double> wanted_masses,
                                       const CheckInterrupt& interrupt) {
  std::vector<double> result = triangulation.weights();
  AppearanceFinder appearance_of(triangulation, domain);
  for (const Index k : empty) {
    check(interrupt);
    if (const std::optional<Appearance> appearance = appearance_of(k)) {
      result[k] += appearance->raise_for(wanted_masses[k] * domain.volume());
    }
  }
  return result;
}

void raise_small_cells(std::vector<double>& weights, const CellMeasures& measures,
                       std::span<const Index> cells, std::span<const double> wanted_masses) {
  std::vector<double> rates(measures.masses.size(), 0.0);  // of masses, in their own weights
  for (const Facet& f : measures.facets) {
    rates[f.i] += f.conductance;
    rates[f.j] += f.conductance;
  }
  for (const Index k : cells) {
    if (!(measures.masses[k] > 0.0 && rates[k] > 0.0)) continue;
    const double root = std::cbrt(measures.masses[k]);  // its rate is rates[k] / (3 root²)
    const double missing = std::max(0.0, std::cbrt(wanted_masses[k]) - root);
    weights[k] += 3.0 * root * root * missing / rates[k];
  }
}

}  // namespace brenier::space
