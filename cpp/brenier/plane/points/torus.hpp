// A rectangle whose opposite sides are one: the plane modulo two translations along the axes.
#pragma once

#include <span>
#include <vector>

#include "brenier/circle.hpp"
#include "brenier/plane/points/box.hpp"

namespace brenier {

/// By how many periods a copy is away, along each axis.
struct Shift {
  Index x = 0;
  Index y = 0;

  friend constexpr Shift operator+(Shift a, Shift b) { return {a.x + b.x, a.y + b.y}; }
  friend constexpr Shift operator-(Shift a, Shift b) { return {a.x - b.x, a.y - b.y}; }
  friend constexpr bool operator==(Shift a, Shift b) = default;
};

/// The rectangle from the origin to the period, as a torus. Its points lie on a grid, fine enough
/// that no point is moved by more than 2⁻⁵² of the period to get there, and coarse enough that all
/// copies up to one period away are doubles: shifting a point is exact, both ways.
class Torus {
 public:
  /// Both sides are positive; they are rounded to the grid.
  explicit Torus(Point sides) : x_(sides.x, kExtent), y_(sides.y, kExtent) {}

  Point period() const { return {x_.period(), y_.period()}; }
  Box box() const { return {{0.0, 0.0}, period()}; }
  /// The copy of the nearest point of the grid that lies in the box, but not on its upper sides.
  Point wrapped(Point x) const { return {x_.wrapped(x.x), y_.wrapped(x.y)}; }
  /// Exactly, if the point comes from `wrapped` and the shift is no more than one period.
  Point shifted(Point x, Shift by) const { return {x_.shifted(x.x, by.x), y_.shifted(x.y, by.y)}; }
  /// By how much a copy of `from` has to be shifted to be the one nearest to x.
  Shift shift_to(Point x, Point from) const {
    return {x_.shift_to(x.x, from.x), y_.shift_to(x.y, from.y)};
  }
  double distance(Point a, Point b) const { return norm(a - shifted(b, shift_to(a, b))); }

 private:
  static constexpr int kExtent = 1;  // up to two sides

  Circle x_, y_;
};

/// Copies of points of the box that lie together, whether or not the seam goes through them: along
/// each axis the circle is cut where the widest gap between them ends. There is at least one.
std::vector<Point> gathered(std::span<const Point> points, const Torus& torus);

}  // namespace brenier
