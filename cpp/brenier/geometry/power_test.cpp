#include "brenier/geometry/power_test.hpp"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>

#include <limits>

namespace brenier {
namespace {

int exact_power_test(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c,
                     const WeightedPoint& d) {
  using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
  const auto cgal = [](const WeightedPoint& p) {
    return Kernel::Weighted_point_2(Kernel::Point_2(p.point.x, p.point.y), p.weight);
  };
  return Kernel().power_side_of_oriented_power_circle_2_object()(cgal(a), cgal(b), cgal(c),
                                                                 cgal(d));
}

}  // namespace

int power_test(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c,
               const WeightedPoint& d) {
  // The determinant with rows (p - d, |p - d|² - (w_p - w_d)), like an in-circle test with another
  // last column; a bound of its rounding error after [shewchuk1997], rounded up.
  const Point u = a.point - d.point, v = b.point - d.point, w = c.point - d.point;
  const double wu = a.weight - d.weight, wv = b.weight - d.weight, ww = c.weight - d.weight;
  const double su = squared_norm(u), sv = squared_norm(v), sw = squared_norm(w);
  const double vw = v.x * w.y, wv_ = v.y * w.x;
  const double wu_ = w.x * u.y, uw = w.y * u.x;
  const double uv = u.x * v.y, vu = u.y * v.x;
  const double det = (su - wu) * (vw - wv_) + (sv - wv) * (wu_ - uw) + (sw - ww) * (uv - vu);
  const double permanent = (su + std::abs(wu)) * (std::abs(vw) + std::abs(wv_)) +
                           (sv + std::abs(wv)) * (std::abs(wu_) + std::abs(uw)) +
                           (sw + std::abs(ww)) * (std::abs(uv) + std::abs(vu));
  constexpr double kErrorBound = 12.0 * std::numeric_limits<double>::epsilon();
  constexpr double kUnderflow = 1e-250;  // below, products may have lost more than the bound
  const double error = kErrorBound * permanent;
  if (permanent > kUnderflow && (det > error || -det > error)) return det > 0.0 ? 1 : -1;
  return exact_power_test(a, b, c, d);
}

}  // namespace brenier
