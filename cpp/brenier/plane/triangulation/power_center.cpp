#include "brenier/plane/triangulation/power_center.hpp"

#include <array>
#include <numeric>

#include "brenier/double_double.hpp"

namespace brenier {
namespace {

DoubleDouble square(DoubleDouble a) { return a * a; }

/// The power of two that brings a vector's larger coordinate to [1, 2).
int exponent_of(Point e) { return std::ilogb(std::max(std::abs(e.x), std::abs(e.y))); }

/// The power of two that keeps the distance of two sites' bisector, which is about the difference
/// of their weights over their own distance, far from overflow.
int exponent_of_bisector(const WeightedPoint& a, const WeightedPoint& b) {
  constexpr int kModerate = 500;
  if (a.weight == b.weight) return 0;
  const int distance = std::ilogb(b.weight - a.weight) - exponent_of(b.point - a.point);
  return std::max(distance - kModerate, 0);
}

/// The equation <x - a, u> = r 2^shift for the points with the same power to a and another site,
/// divided by a power of two that makes u about 1 long: sites may be 1e-300 apart.
struct Row {
  DoubleDouble x, y, r;

  Row(const WeightedPoint& a, const WeightedPoint& other, int shift) {
    const int e = exponent_of(other.point - a.point);
    x = times_power_of_two(two_difference(other.point.x, a.point.x), -e);
    y = times_power_of_two(two_difference(other.point.y, a.point.y), -e);
    const DoubleDouble weight = two_difference(other.weight, a.weight);
    r = scaled(times_power_of_two(square(x) + square(y), e - shift) -
                   times_power_of_two(weight, -e - shift),
               0.5);
  }
};

/// u.x v.y - u.y v.x to double precision, however much of it cancels: the sum of all the products'
/// parts, by growing an expansion [shewchuk1997].
double determinant(const Row& u, const Row& v) {
  std::array<double, 16> expansion{};
  std::size_t size = 0;
  const auto grow = [&](double carry) {
    for (std::size_t k = 0; k < size; ++k) {
      const DoubleDouble sum = two_sum(carry, expansion[k]);
      expansion[k] = sum.low;
      carry = sum.high;
    }
    expansion[size++] = carry;
  };
  const auto add = [&](DoubleDouble a, DoubleDouble b) {
    for (const double p : {a.low, a.high}) {
      for (const double q : {b.low, b.high}) {
        const DoubleDouble product = two_product(p, q);
        grow(product.low);
        grow(product.high);
      }
    }
  };
  add(u.x, v.y);
  add(-u.y, v.x);
  return std::accumulate(expansion.begin(), expansion.end(), 0.0);
}

}  // namespace

Point power_center_with_care(const WeightedPoint& a, const WeightedPoint& b,
                             const WeightedPoint& c) {
  // About an end of the triangle's shortest side: the other two sides may be so nearly parallel
  // that their directions differ beyond the last of 106 bits.
  const double ab = norm(b.point - a.point), bc = norm(c.point - b.point);
  const double ca = norm(a.point - c.point);
  if (bc < ab && bc < ca) return power_center_with_care(b, c, a);

  const int shift = std::max(exponent_of_bisector(a, b), exponent_of_bisector(a, c));
  const Row u(a, b, shift), v(a, c, shift);
  DoubleDouble det = u.x * v.y - u.y * v.x;
  constexpr double kNearlyParallel = 1e-20;  // of 106 bits, too few are left
  if (det.high < kNearlyParallel) det = {determinant(u, v), 0.0};
  const DoubleDouble x = u.r * v.y - v.r * u.y, y = v.r * u.x - u.r * v.x;
  if (det.high > 0.0) {
    // Rounded once, at the end: a centre that doubles can tell is told.
    const auto moved = [&](double from, DoubleDouble by) {
      return static_cast<double>(DoubleDouble{from, 0.0} + times_power_of_two(by, shift));
    };
    const Point center{moved(a.point.x, divided(x, det)), moved(a.point.y, divided(y, det))};
    if (is_finite(center)) return center;
  }
  // The sites turn left, so the determinant is positive, if too small for a double: the centre lies
  // as far as can be in the direction of the numerators.
  constexpr double kVeryFar = 1e200;
  const Point direction{x.high, y.high};
  return (kVeryFar / norm(direction)) * direction;
}

Bisector bisector(WeightedPoint a, WeightedPoint b, Point near) {
  const int e = exponent_of(b.point - a.point);
  const Point u{std::ldexp(b.point.x - a.point.x, -e), std::ldexp(b.point.y - a.point.y, -e)};
  const double length = norm(u);
  const Point unit = (1.0 / length) * u;
  const double r = 0.5 * (std::ldexp(squared_norm(u), e) - std::ldexp(b.weight - a.weight, -e));
  const double offset = r / length - dot(near - a.point, unit);
  return {near + offset * unit, turned_left(unit)};
}

}  // namespace brenier
