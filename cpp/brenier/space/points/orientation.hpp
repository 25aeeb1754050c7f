// On which side of a plane does a point lie? Exactly.
#pragma once

#include "brenier/space/points/point.hpp"

namespace brenier::space {

/// The sign of dot(b - a, cross(c - a, d - a)), exactly: +1 for the corners of a positively
/// oriented tetrahedron.
int exact_orientation(Point a, Point b, Point c, Point d);
inline int orientation(Point a, Point b, Point c, Point d) {
  // Shewchuk's first filter [shewchuk1997], and what products lose by underflow.
  constexpr double kUnit = std::numeric_limits<double>::epsilon() / 2;
  constexpr double kErrorBound = (7.0 + 56.0 * kUnit) * kUnit;
  constexpr double kUnderflow = 1e-290;
  const Point u = a - d, v = b - d, w = c - d;
  const double xy1 = v.x * w.y, xy2 = w.x * v.y, yx1 = w.x * u.y, yx2 = u.x * w.y;
  const double zz1 = u.x * v.y, zz2 = v.x * u.y;
  const double volume = u.z * (xy1 - xy2) + v.z * (yx1 - yx2) + w.z * (zz1 - zz2);
  const double size = std::abs(u.z) * (std::abs(xy1) + std::abs(xy2)) +
                      std::abs(v.z) * (std::abs(yx1) + std::abs(yx2)) +
                      std::abs(w.z) * (std::abs(zz1) + std::abs(zz2));
  const double error = kErrorBound * size + kUnderflow;
  if (volume > error) return -1;
  if (-volume > error) return 1;
  if (a == b || a == c || a == d || b == c || b == d || c == d) return 0;
  return exact_orientation(a, b, c, d);
}

/// Are three points on a line, exactly?
bool are_collinear(Point a, Point b, Point c);

}  // namespace brenier::space
