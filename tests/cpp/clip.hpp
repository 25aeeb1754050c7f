// Convex polygons cut to boxes: what integrals over the tiles of a grid are checked with.
#pragma once

#include <vector>

#include "brenier/types.hpp"

namespace brenier::testing {

/// A convex polygon's part with s · p[axis] <= s · limit.
inline std::vector<Point> cut(const std::vector<Point>& polygon, int axis, double limit, double s) {
  std::vector<Point> result;
  const auto excess = [&](Point p) { return s * ((axis == 0 ? p.x : p.y) - limit); };
  for (std::size_t k = 0; k < polygon.size(); ++k) {
    const Point p = polygon[k], q = polygon[(k + 1) % polygon.size()];
    if (excess(p) <= 0) result.push_back(p);
    if ((excess(p) < 0 && excess(q) > 0) || (excess(p) > 0 && excess(q) < 0)) {
      result.push_back(p + excess(p) / (excess(p) - excess(q)) * (q - p));
    }
  }
  return result;
}

inline std::vector<Point> cut(std::vector<Point> polygon, const Box& box) {
  polygon = cut(polygon, 0, box.low.x, -1.0);
  polygon = cut(polygon, 0, box.high.x, 1.0);
  polygon = cut(polygon, 1, box.low.y, -1.0);
  return cut(polygon, 1, box.high.y, 1.0);
}

/// One of rows × columns equal parts of a box.
inline Box tile(const Box& box, Index rows, Index columns, Index row, Index column) {
  const auto x = [&](Index k) { return box.low.x + k * box.width() / columns; };
  const auto y = [&](Index k) { return box.low.y + k * box.height() / rows; };
  return {{x(column), y(row)}, {x(column + 1), y(row + 1)}};
}

}  // namespace brenier::testing
