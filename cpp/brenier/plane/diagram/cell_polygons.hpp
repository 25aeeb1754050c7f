// Cells as polygons, for plots and for those who want to see them; the solver never does.
#pragma once

#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/diagram/cell_boundaries.hpp"

namespace brenier {

/// Polygons of all cells, cell by cell: cell i has polygons [cell_begin[i], cell_begin[i + 1]),
/// polygon p has points [polygon_begin[p], polygon_begin[p + 1]), counter-clockwise.
struct CellPolygons {
  std::vector<Point> points;
  std::vector<Index> polygon_begin;
  std::vector<Index> cell_begin;
};

/// Chains the segments of each of the `site_count` cells into closed polygons: one around each
/// piece, one around each hole (clockwise). They may touch in points, but none has a vertex twice.
/// An edge is not divided where a vertex touches it: there pieces may hang together.
CellPolygons cell_polygons(const CellBoundaries& boundaries, Index site_count,
                           const CheckInterrupt& interrupt = {});

}  // namespace brenier
