// Which cell owns which stretch of the domain's boundary, whatever rounding does to the crossings'
// order.
#pragma once

#include <vector>

#include "brenier/plane/domain/polygon.hpp"
#include "brenier/plane/points/segment.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"

namespace brenier {

/// A crossing of the domain's boundary: going along the boundary, the cell changes there.
struct Change {
  Index edge;    // of the domain
  double along;  // from the edge's first vertex to its second, in [0, 1]
  Point point;
  Index before;
  Index after;
};

/// The boundary of the domain, divided among the cells at all the `changes` that the facets make:
/// ring after ring, from vertex to vertex.
std::vector<Segment> boundary_segments(const RegularTriangulation& triangulation,
                                       const Polygon& polygon, std::vector<Change> changes);

}  // namespace brenier
