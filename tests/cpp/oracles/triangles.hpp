// Questions about triangles, answered in the plainest way.
#pragma once

#include <algorithm>
#include <array>
#include <set>
#include <span>

#include "brenier/plane/points/corners.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "brenier/plane/points/triangle.hpp"

namespace brenier::testing {

inline Corners corners_of(const Triangle& triangle, std::span<const Point> points) {
  const auto& [a, b, c] = triangle.vertices;
  return {points[a], points[b], points[c]};
}

/// Does x lie in the triangle, which is counter-clockwise, or on its border? Exactly.
inline bool is_inside(const Corners& c, Point x) {
  return orientation(c[0], c[1], x) >= 0 && orientation(c[1], c[2], x) >= 0 &&
         orientation(c[2], c[0], x) >= 0;
}

inline bool is_strictly_inside(const Corners& c, Point x) {
  return orientation(c[0], c[1], x) > 0 && orientation(c[1], c[2], x) > 0 &&
         orientation(c[2], c[0], x) > 0;
}

/// The vertices of the triangles, each from its lowest on.
inline std::set<std::array<Index, 3>> triangle_set(std::span<const Triangle> triangles) {
  std::set<std::array<Index, 3>> result;
  for (const Triangle& triangle : triangles) {
    std::array<Index, 3> v = triangle.vertices;
    std::rotate(v.begin(), std::min_element(v.begin(), v.end()), v.end());
    result.insert(v);
  }
  return result;
}

/// How many of the triangles' sides have a neighbour that does not have the same side, the other
/// way round, and the triangle as its neighbour there.
inline int one_sided_neighbors(std::span<const Triangle> triangles) {
  int count = 0;
  for (std::size_t t = 0; t < triangles.size(); ++t) {
    for (int k = 0; k < 3; ++k) {
      if (triangles[t].neighbors[k] == kNone) continue;
      const Triangle& other = triangles[triangles[t].neighbors[k]];
      bool found = false;
      for (int m = 0; m < 3; ++m) {
        found |= other.neighbors[m] == static_cast<Index>(t) &&
                 other.vertices[next(m)] == triangles[t].vertices[previous(k)] &&
                 other.vertices[previous(m)] == triangles[t].vertices[next(k)];
      }
      count += !found;
    }
  }
  return count;
}

}  // namespace brenier::testing
