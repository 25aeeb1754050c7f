#include "brenier/space/measure/cell_repair.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace brenier::space {

bool has_empty(const CellMeasures& measures) {
  return std::any_of(measures.masses.begin(), measures.masses.end(),
                     [](double mass) { return !(mass > 0.0); });
}

std::vector<Index> empty_among(std::span<const Index> cells, const CellMeasures& measures) {
  std::vector<Index> result;
  std::copy_if(cells.begin(), cells.end(), std::back_inserter(result),
               [&](Index k) { return measures.masses[k] == 0.0; });
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
