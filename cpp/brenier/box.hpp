// Boxes along the axes, as bounds of what lies in them: in the plane and in space.
#pragma once

#include <algorithm>
#include <limits>
#include <ranges>

#include "brenier/coordinates.hpp"

namespace brenier {

/// A closed box, in the plane a rectangle; empty until a point is added.
template <class Point>
struct BoxOf {
  Point low = along_axes<Point>([] { return std::numeric_limits<double>::infinity(); });
  Point high = along_axes<Point>([] { return -std::numeric_limits<double>::infinity(); });

  friend bool operator==(const BoxOf&, const BoxOf&) = default;

  void add(Point p) {
    low = along_axes<Point>([](double a, double b) { return std::min(a, b); }, low, p);
    high = along_axes<Point>([](double a, double b) { return std::max(a, b); }, high, p);
  }
  bool contains(Point p) const {
    return on_all_axes([](double l, double h, double c) { return l <= c && c <= h; }, low, high, p);
  }
  bool overlaps(const BoxOf& other) const {
    return on_all_axes(
        [](double la, double ha, double lb, double hb) { return la <= hb && lb <= ha; }, low, high,
        other.low, other.high);
  }
  /// The point of the box that is nearest to p.
  Point nearest(Point p) const {
    return along_axes<Point>([](double c, double l, double h) { return std::clamp(c, l, h); }, p,
                             low, high);
  }
  double width() const { return high.x - low.x; }
  double height() const { return high.y - low.y; }
  /// The longest side.
  double size() const { return std::ranges::max(coordinates(high - low)); }
  Point center() const { return low + 0.5 * (high - low); }
};

template <class Points, class Point = std::ranges::range_value_t<Points>>
BoxOf<Point> box_of(const Points& points) {
  BoxOf<Point> box;
  for (const Point& p : points) box.add(p);
  return box;
}

}  // namespace brenier
