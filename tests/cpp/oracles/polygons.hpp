// Polygons of cells, ring by ring, and their areas.
#pragma once

#include <numeric>
#include <span>
#include <vector>

#include "brenier/plane/diagram/subdivision.hpp"

namespace brenier::testing {

/// Those of all cells, in the coordinates of the triangulation.
inline CellPolygons polygons_of_cells(const RegularTriangulation& triangulation,
                                      const DomainIndex& domain) {
  std::vector<Index> all(triangulation.sites().size());
  std::iota(all.begin(), all.end(), 0);
  return Subdivision(triangulation, domain, Similarity{}).polygons(all);
}

/// The rings of all polygons of a cell.
inline std::vector<std::vector<Point>> rings_of_cell(const CellPolygons& cells, Index k) {
  std::vector<std::vector<Point>> result;
  const Index first = cells.polygon_begin[cells.cell_begin[k]];
  const Index last = cells.polygon_begin[cells.cell_begin[k + 1]];
  for (Index r = first; r < last; ++r) {
    result.emplace_back(cells.points.begin() + cells.ring_begin[r],
                        cells.points.begin() + cells.ring_begin[r + 1]);
  }
  return result;
}

/// Positive if the ring runs counter-clockwise.
inline double signed_area(std::span<const Point> ring) {
  double twice = 0.0;
  for (std::size_t k = 1; k + 1 < ring.size(); ++k) {
    twice += cross(ring[k] - ring[0], ring[k + 1] - ring[0]);
  }
  return 0.5 * twice;
}

}  // namespace brenier::testing
