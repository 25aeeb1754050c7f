// Triangulations whose cells have been measured.
#pragma once

#include <utility>
#include <vector>

#include "brenier/plane/density/source.hpp"
#include "brenier/plane/measure/integrate.hpp"

namespace brenier::testing {

struct Measured {
  RegularTriangulation triangulation;
  CellMeasures measures;
  std::vector<Segment> boundary;
};

inline Measured measured(RegularTriangulation triangulation, const Source& source) {
  const CellBoundaries boundaries(triangulation, domain_of(source.density));
  CellMeasures measures = measure_cells(boundaries, triangulation.sites(), source.density);
  std::vector<Segment> boundary = boundaries.boundary();
  return {std::move(triangulation), std::move(measures), std::move(boundary)};
}

inline std::vector<Index> empty_cells(const CellMeasures& measures) {
  std::vector<Index> result;
  for (std::size_t k = 0; k < measures.masses.size(); ++k) {
    if (!(measures.masses[k] > 0.0)) result.push_back(static_cast<Index>(k));
  }
  return result;
}

}  // namespace brenier::testing
