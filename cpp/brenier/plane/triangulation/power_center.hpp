// The vertices and edges of a power diagram before any clipping: power centres and bisectors.
#pragma once

#include "brenier/plane/triangulation/weighted_point.hpp"

namespace brenier {

/// As below, in pairs of doubles: for triangles that double precision does not suffice for.
Point power_center_with_care(const WeightedPoint& a, const WeightedPoint& b,
                             const WeightedPoint& c);

/// The point with the same power |x - y|² - w to three sites in counter-clockwise order, with an
/// absolute error of about 1e-14, or of 1e-16 times the coordinates where that is more. When the
/// sites are so nearly on one line that doubles cannot tell, a point very far out in the right
/// direction; not finite if the direction is lost as well.
inline Point power_center(const WeightedPoint& a, const WeightedPoint& b, const WeightedPoint& c) {
  // z = x - a solves <z, u> = (|u|² - w_b + w_a) / 2 for u = b - a, and likewise for v = c - a.
  const Point u = b.point - a.point, v = c.point - a.point;
  const double uu = squared_norm(u), vv = squared_norm(v);
  const double wu = b.weight - a.weight, wv = c.weight - a.weight;
  const double ru = 0.5 * (uu - wu), rv = 0.5 * (vv - wv);
  const double det = cross(u, v);

  // First-order bound of the rounding error of z; most triangles pass.
  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  constexpr double kTolerance = 1.5e-14;
  const double nu = std::abs(u.x) + std::abs(u.y), nv = std::abs(v.x) + std::abs(v.y);
  const double magnitude = (uu + std::abs(wu)) * nv + (vv + std::abs(wv)) * nu;
  if (4.0 * kEpsilon * magnitude * nu * nv < kTolerance * det * det && det > 0.0) {
    return a.point + (1.0 / det) * Point{ru * v.y - rv * u.y, rv * u.x - ru * v.x};
  }
  return power_center_with_care(a, b, c);
}

/// The points with the same power to sites a and b: foot + t · direction, |direction| = 1, a to the
/// left. The foot is the point of the line nearest to `near`.
struct Bisector {
  Point foot;
  Point direction;
};
Bisector bisector(WeightedPoint a, WeightedPoint b, Point near);

}  // namespace brenier
