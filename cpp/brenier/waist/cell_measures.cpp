#include "brenier/waist/cell_measures.hpp"

namespace brenier {

CellMeasures blended(const CellMeasures& first, const CellMeasures& second, double share) {
  CellMeasures result;
  result.masses.resize(first.masses.size());
  for (std::size_t k = 0; k < result.masses.size(); ++k) {
    result.masses[k] = (1.0 - share) * first.masses[k] + share * second.masses[k];
  }
  // At a share of 1 the first density has no part in any facet.
  if (share < 1.0) {
    result.facets.reserve(first.facets.size() + second.facets.size());
    for (const Facet& f : first.facets) {
      result.facets.push_back({f.i, f.j, (1.0 - share) * f.conductance});
    }
  }
  for (const Facet& f : second.facets) {
    result.facets.push_back({f.i, f.j, share * f.conductance});
  }
  return result;
}

}  // namespace brenier
