// Tetrahedra by the places of their corners.
#pragma once

#include <array>

#include "brenier/space/points/orientation.hpp"

namespace brenier::space {

/// The corners of a tetrahedron, positively oriented unless it is folded over.
using Corners = std::array<Point, 4>;

inline int orientation(const Corners& c) { return orientation(c[0], c[1], c[2], c[3]); }

/// On which side of the face opposite corner k is x? +1 where that corner of a positively oriented
/// tetrahedron is, exactly.
inline int side_of_face(Corners corners, int k, Point x) {
  corners[k] = x;
  return orientation(corners);
}

/// Of how much of each corner x is the mean: shares from 0 to 1 that sum to 1. x is in the
/// tetrahedron, or on its border; however flat that is, shares are right to about 1e-15 unless its
/// volume is below 1e-15 of that of a cube with its edges.
std::array<double, 4> barycentric(const Corners& corners, Point x);

}  // namespace brenier::space
