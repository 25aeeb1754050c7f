#include "brenier/geometry/power_center.hpp"

#include "brenier/double_double.hpp"

namespace brenier {
namespace {

double taxicab_norm(Point e) { return std::abs(e.x) + std::abs(e.y); }

DoubleDouble square(DoubleDouble a) { return a * a; }

/// The same formula in pairs of doubles, in units of the triangle's size so that nothing underflows.
Point power_center_with_care(WeightedPoint a, WeightedPoint b, WeightedPoint c) {
  const double size = std::max(taxicab_norm(b.point - a.point), taxicab_norm(c.point - a.point));
  int exponent = 0;
  std::frexp(size, &exponent);
  const double unit = std::ldexp(1.0, exponent), per_unit = std::ldexp(1.0, -exponent);

  struct Row {
    DoubleDouble x, y, half_power;
  };
  const auto row = [&](WeightedPoint other) {
    const DoubleDouble x = scaled(two_difference(other.point.x, a.point.x), per_unit);
    const DoubleDouble y = scaled(two_difference(other.point.y, a.point.y), per_unit);
    const DoubleDouble w =
        scaled(scaled(two_difference(other.weight, a.weight), per_unit), per_unit);
    return Row{x, y, scaled(square(x) + square(y) - w, 0.5)};
  };
  const Row u = row(b), v = row(c);
  const DoubleDouble det = u.x * v.y - u.y * v.x;
  if (!(det.high > 0.0)) {
    return {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  }
  const double x = quotient(u.half_power * v.y - v.half_power * u.y, det);
  const double y = quotient(v.half_power * u.x - u.half_power * v.x, det);
  const Point center = a.point + unit * Point{x, y};
  if (is_finite(center)) return center;
  return {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
}

}  // namespace

Point power_center(WeightedPoint a, WeightedPoint b, WeightedPoint c) {
  // z = x - a solves <z, u> = (|u|² - w_b + w_a) / 2 for u = b - a, and likewise for v = c - a.
  const Point u = b.point - a.point, v = c.point - a.point;
  const double wu = b.weight - a.weight, wv = c.weight - a.weight;
  const double ru = 0.5 * (squared_norm(u) - wu), rv = 0.5 * (squared_norm(v) - wv);
  const double det = cross(u, v);

  // First-order bound of the rounding error of z; most triangles pass.
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  constexpr double kTolerance = 1.5e-14;
  const double nu = taxicab_norm(u), nv = taxicab_norm(v);
  const double magnitude =
      (squared_norm(u) + std::abs(wu)) * nv + (squared_norm(v) + std::abs(wv)) * nu;
  if (4.0 * kEpsilon * magnitude * nu * nv < kTolerance * det * det && det > 0.0) {
    return a.point + (1.0 / det) * Point{ru * v.y - rv * u.y, rv * u.x - ru * v.x};
  }
  return power_center_with_care(a, b, c);
}

Bisector bisector(WeightedPoint a, WeightedPoint b, Point near) {
  const Point u = b.point - a.point;
  const double r = 0.5 * (squared_norm(u) - (b.weight - a.weight));
  const double length = norm(u);
  const Point unit = (1.0 / length) * u;
  const double offset = r / length - dot(near - a.point, unit);
  return {near + offset * unit, turned_left(unit)};
}

}  // namespace brenier
