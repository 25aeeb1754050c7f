// The coordinates of points of the plane or of space, for what is the same in both.
#pragma once

#include <array>

namespace brenier {

/// Coordinates up to this size are welcome: their squares are still finite.
inline constexpr double kLargestCoordinate = 1e150;

/// Is it a point of the plane, or else of space?
template <class Point>
inline constexpr bool kIsPlanar = !requires(Point p) { p.z; };

template <class Point>
constexpr auto coordinates(const Point& p) {
  if constexpr (kIsPlanar<Point>) {
    return std::array{p.x, p.y};
  } else {
    return std::array{p.x, p.y, p.z};
  }
}

/// Has along each axis what f makes of the coordinates of points there.
template <class Result, class F, class... Points>
constexpr Result along_axes(F&& f, const Points&... points) {
  if constexpr (kIsPlanar<Result>) {
    return {f(points.x...), f(points.y...)};
  } else {
    return {f(points.x...), f(points.y...), f(points.z...)};
  }
}

/// Does it hold for the coordinates of points along each axis?
template <class Predicate, class Point, class... Points>
constexpr bool on_all_axes(Predicate&& holds, const Point& p, const Points&... others) {
  const bool holds_on_two = holds(p.x, others.x...) && holds(p.y, others.y...);
  if constexpr (kIsPlanar<Point>) {
    return holds_on_two;
  } else {
    return holds_on_two && holds(p.z, others.z...);
  }
}

}  // namespace brenier
