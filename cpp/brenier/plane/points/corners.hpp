// Triangles by the places of their corners.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "brenier/plane/points/box.hpp"

namespace brenier {

/// The corners of a triangle, counter-clockwise unless it is folded over.
using Corners = std::array<Point, 3>;

inline std::vector<Box> boxes_of(std::span<const Corners> corners) {
  std::vector<Box> result;
  result.reserve(corners.size());
  for (const Corners& c : corners) result.push_back(box_of(c));
  return result;
}

/// Of how much of each corner x is the mean: shares from 0 to 1 that sum to 1. x is in the
/// triangle, or on its border, which may be as thin as doubles can make it.
std::array<double, 3> barycentric(const Corners& corners, Point x);

}  // namespace brenier
