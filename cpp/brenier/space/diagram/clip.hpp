// A convex polygon in space, cut by a half-space.
#pragma once

#include <vector>

#include "brenier/space/domain/convex_polyhedron.hpp"

namespace brenier::space {

/// Cuts off what is outside of the half-space. `scratch` is memory for that.
inline void clip(std::vector<Point>& polygon, const HalfSpace& inside,
                 std::vector<Point>& scratch) {
  scratch.clear();
  if (polygon.empty()) return;
  Point before = polygon.back();
  double excess_before = inside.excess(before);
  for (const Point here : polygon) {
    const double excess = inside.excess(here);
    if ((excess > 0.0) != (excess_before > 0.0)) {
      scratch.push_back(before + (excess_before / (excess_before - excess)) * (here - before));
    }
    if (!(excess > 0.0)) scratch.push_back(here);
    before = here;
    excess_before = excess;
  }
  polygon.swap(scratch);
}

/// The area of a polygon as seen against a direction of length 1.
inline double area_towards(std::span<const Point> polygon, Point direction) {
  Point sum;
  for (std::size_t k = 2; k < polygon.size(); ++k) {
    sum = sum + cross(polygon[k - 1] - polygon[0], polygon[k] - polygon[0]);
  }
  return 0.5 * dot(sum, direction);
}

}  // namespace brenier::space
