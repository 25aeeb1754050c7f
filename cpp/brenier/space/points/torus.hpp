// A box whose opposite faces are one: space modulo three translations along the axes.
#pragma once

#include <compare>
#include <cstdint>

#include "brenier/circle.hpp"
#include "brenier/space/points/point.hpp"

namespace brenier::space {

/// By how many periods a copy is away, along each axis.
template <class Number>
struct ShiftOf {
  Number x = 0;
  Number y = 0;
  Number z = 0;

  friend constexpr ShiftOf operator+(ShiftOf a, ShiftOf b) {
    return {static_cast<Number>(a.x + b.x), static_cast<Number>(a.y + b.y),
            static_cast<Number>(a.z + b.z)};
  }
  friend constexpr ShiftOf operator-(ShiftOf a, ShiftOf b) {
    return {static_cast<Number>(a.x - b.x), static_cast<Number>(a.y - b.y),
            static_cast<Number>(a.z - b.z)};
  }
  friend constexpr bool operator==(ShiftOf, ShiftOf) = default;
  friend constexpr auto operator<=>(ShiftOf, ShiftOf) = default;
};
using Shift = ShiftOf<Index>;
/// Between places of one cell, or of two that meet; never more than a few periods.
using SmallShift = ShiftOf<std::int8_t>;

constexpr Shift wide(SmallShift s) { return {s.x, s.y, s.z}; }

/// The box from the origin to the period, as a torus. Its points lie on a grid, fine enough that no
/// point is moved by more than 2⁻⁵¹ of the period to get there, and coarse enough that all copies
/// up to three periods away are doubles: shifting a point is exact, both ways.
class Torus {
 public:
  /// All sides are positive; they are rounded to the grid.
  explicit Torus(Point sides) : x_(sides.x, kExtent), y_(sides.y, kExtent), z_(sides.z, kExtent) {}

  Point period() const { return {x_.period(), y_.period(), z_.period()}; }
  double volume() const { return x_.period() * y_.period() * z_.period(); }
  Box box() const { return {{0.0, 0.0, 0.0}, period()}; }
  /// The copy of the nearest point of the grid that lies in the box, but not on its upper faces.
  Point wrapped(Point x) const { return {x_.wrapped(x.x), y_.wrapped(x.y), z_.wrapped(x.z)}; }
  /// Exactly, if the point comes from `wrapped` and the shift is no more than three periods.
  template <class Number>
  Point shifted(Point x, ShiftOf<Number> by) const {
    return {x_.shifted(x.x, by.x), y_.shifted(x.y, by.y), z_.shifted(x.z, by.z)};
  }
  /// By how much a copy of `from` has to be shifted to be the one nearest to x.
  Shift shift_to(Point x, Point from) const {
    return {x_.shift_to(x.x, from.x), y_.shift_to(x.y, from.y), z_.shift_to(x.z, from.z)};
  }
  /// Squared, between the nearest copies.
  double squared_distance(Point a, Point b) const {
    return squared_norm(a - shifted(b, shift_to(a, b)));
  }

 private:
  static constexpr int kExtent = 2;  // up to four sides

  Circle x_, y_, z_;
};

/// Copies of points of the box that lie together, whether or not the seam goes through them: along
/// each axis the circle is cut where the widest gap between them ends. There is at least one.
std::vector<Point> gathered(std::span<const Point> points, const Torus& torus);

}  // namespace brenier::space
