// Does a weighted point lie inside the power circle of three others, which of two sites has less
// power at a point? Exactly.
#pragma once

#include <cmath>
#include <limits>

#include "brenier/plane/triangulation/weighted_point.hpp"

namespace brenier {

/// The sign of the power distance that the power circle of a, b, c (counter-clockwise) keeps from
/// d: +1 if d conflicts with the triangle, so that the triangle is not regular beside d; 0 if the
/// four have a common power circle. The first where double precision cannot tell.
int exact_power_test(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c,
                     const WeightedPoint& d);
inline int power_test(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c,
                      const WeightedPoint& d) {
  // The determinant with rows (p - d, |p - d|² - (w_p - w_d)), like an in-circle test with another
  // last column; a bound of its rounding error after [shewchuk1997], rounded up, and one for
  // products that underflow.
  const Point u = a.point - d.point, v = b.point - d.point, w = c.point - d.point;
  const double wu = a.weight - d.weight, wv = b.weight - d.weight, ww = c.weight - d.weight;
  const double su = squared_norm(u), sv = squared_norm(v), sw = squared_norm(w);
  const double vw = v.x * w.y, wv_ = v.y * w.x;
  const double wu_ = w.x * u.y, uw = w.y * u.x;
  const double uv = u.x * v.y, vu = u.y * v.x;
  const double det = (su - wu) * (vw - wv_) + (sv - wv) * (wu_ - uw) + (sw - ww) * (uv - vu);
  const double lift_u = su + std::abs(wu), lift_v = sv + std::abs(wv), lift_w = sw + std::abs(ww);
  const double area_u = std::abs(vw) + std::abs(wv_), area_v = std::abs(wu_) + std::abs(uw),
               area_w = std::abs(uv) + std::abs(vu);
  const double permanent = lift_u * area_u + lift_v * area_v + lift_w * area_w;
  constexpr double kErrorBound = 12.0 * std::numeric_limits<double>::epsilon();
  constexpr double kUnderflow = 1e-300;
  const double error = kErrorBound * permanent +
                       kUnderflow * (1.0 + lift_u + lift_v + lift_w + area_u + area_v + area_w);
  if (det > error) return 1;
  if (-det > error) return -1;
  return exact_power_test(a, b, c, d);
}

/// The same on a line: +1 if c, between a and b, has a cell beside theirs, -1 if its cell is empty.
int power_test_on_line(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c);

/// The sign of power_difference: -1 if x has less power to `site` than to `other`, 0 if it has the
/// same. The first where double precision cannot tell.
int exact_power_comparison(Point x, const WeightedPoint& site, const WeightedPoint& other);
inline int power_comparison(Point x, const WeightedPoint& site, const WeightedPoint& other) {
  const Point u = x - site.point, v = x - other.point, w = other.point - site.point;
  const double gap = site.weight - other.weight;
  const double difference = dot(u + v, w) - gap;
  const double size = (std::abs(u.x) + std::abs(v.x)) * std::abs(w.x) +
                      (std::abs(u.y) + std::abs(v.y)) * std::abs(w.y) + std::abs(gap);
  constexpr double kErrorBound = 4.0 * std::numeric_limits<double>::epsilon();
  constexpr double kUnderflow = 1e-300;
  const double error = kErrorBound * size + kUnderflow;
  if (difference > error) return 1;
  if (-difference > error) return -1;
  return exact_power_comparison(x, site, other);
}

}  // namespace brenier
