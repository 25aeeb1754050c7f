// Polygons of cells, one by one, and their areas.
#pragma once

#include <span>

#include "brenier/plane/diagram/cell_polygons.hpp"

namespace brenier::testing {

inline std::span<const Point> polygon(const CellPolygons& cells, Index p) {
  const Index begin = cells.polygon_begin[p], end = cells.polygon_begin[p + 1];
  return std::span(cells.points).subspan(begin, end - begin);
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
