// A triangle of a triangulation, by the indices of its vertices and neighbours.
#pragma once

#include <array>

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// A triangle of sites, counter-clockwise; neighbour k lies across the edge opposite vertex k, or
/// is kNone on the convex hull.
struct Triangle {
  std::array<Index, 3> vertices;
  std::array<Index, 3> neighbors;
};

/// The place of `value`, which is there, among a triangle's vertices or neighbours.
inline int place(const std::array<Index, 3>& values, Index value) {
  return values[0] == value ? 0 : values[1] == value ? 1 : 2;
}

/// The place after place k, and the one before.
constexpr int next(int k) { return k == 2 ? 0 : k + 1; }
constexpr int previous(int k) { return k == 0 ? 2 : k - 1; }

}  // namespace brenier
