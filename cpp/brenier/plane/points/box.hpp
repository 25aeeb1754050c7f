// Rectangles along the axes, as bounds of what lies in them.
#pragma once

#include <algorithm>
#include <limits>
#include <span>

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// An axis-parallel closed rectangle; empty until a point is added.
struct Box {
  Point low{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  Point high{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

  void add(Point p) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  bool contains(Point p) const {
    return low.x <= p.x && p.x <= high.x && low.y <= p.y && p.y <= high.y;
  }
  /// The point of the box nearest to p.
  Point nearest(Point p) const {
    return {std::clamp(p.x, low.x, high.x), std::clamp(p.y, low.y, high.y)};
  }
  bool overlaps(const Box& other) const {
    return low.x <= other.high.x && other.low.x <= high.x && low.y <= other.high.y &&
           other.low.y <= high.y;
  }
  double width() const { return high.x - low.x; }
  double height() const { return high.y - low.y; }
  double size() const { return std::max(width(), height()); }
  Point center() const { return {low.x + 0.5 * width(), low.y + 0.5 * height()}; }
};

inline Box box_of(Point a, Point b) {
  return {{std::min(a.x, b.x), std::min(a.y, b.y)}, {std::max(a.x, b.x), std::max(a.y, b.y)}};
}

inline Box box_of(std::span<const Point> points) {
  Box box;
  for (const Point p : points) box.add(p);
  return box;
}

}  // namespace brenier
