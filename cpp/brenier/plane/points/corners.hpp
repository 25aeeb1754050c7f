// Triangles by the places of their corners.
#pragma once

#include <array>

#include "brenier/plane/points/orientation.hpp"
#include "brenier/plane/points/triangle.hpp"

namespace brenier {

/// The corners of a triangle, counter-clockwise unless it is folded over.
using Corners = std::array<Point, 3>;

/// On which side of the edge opposite corner k is x? +1 where that corner of a triangle that is
/// counter-clockwise is, exactly. The name is that of space, where it is a face.
inline int side_of_face(const Corners& c, int k, Point x) {
  return orientation(c[next(k)], c[previous(k)], x);
}

/// Of how much of each corner x is the mean: shares from 0 to 1 that sum to 1. x is in the
/// triangle, or on its border, which may be as thin as doubles can make it.
std::array<double, 3> barycentric(const Corners& corners, Point x);

}  // namespace brenier
