// On which side of a directed line does a point lie? Exactly, and never "on it".
#pragma once

#include <cmath>
#include <limits>

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// cross(b - a, c - a) in double precision with a bound of its error.
struct BoundedArea {
  double area;
  double error;
};
inline BoundedArea bounded_double_area(Point a, Point b, Point c) {
  // Shewchuk's first filter [shewchuk1997], and what products lose by underflow.
  constexpr double kUnit = std::numeric_limits<double>::epsilon() / 2;
  constexpr double kErrorBound = (3.0 + 16.0 * kUnit) * kUnit;
  constexpr double kUnderflow = 1e-300;
  const double left = (a.x - c.x) * (b.y - c.y);
  const double right = (a.y - c.y) * (b.x - c.x);
  return {left - right, kErrorBound * (std::abs(left) + std::abs(right)) + kUnderflow};
}

/// The sign of cross(b - a, c - a), exactly: +1 when a, b, c turn left.
int exact_orientation(Point a, Point b, Point c);
inline int orientation(Point a, Point b, Point c) {
  const auto [area, error] = bounded_double_area(a, b, c);
  if (area > error) return 1;
  if (-area > error) return -1;
  return exact_orientation(a, b, c);
}

/// Does the ray from `at` through x leave between those through a and b, counter-clockwise from a?
/// Exactly, if the three directions differ.
bool is_between_rays(Point at, Point a, Point b, Point x);

/// Simulation of simplicity [edelsbrunner1990]: the domain is thought to be moved by the
/// infinitesimal vector (ε, ε²) against the diagram. No vertex of one then lies on an edge of the
/// other, no two edges overlap, and the answers below are those of one true configuration, however
/// degenerate the input.
///
/// Is the diagram's point x to the left of the domain's edge p → q?
bool left_of_domain_edge(Point p, Point q, Point x);
/// Is the domain's vertex p to the left of the diagram's edge a → b?
bool left_of_diagram_edge(Point a, Point b, Point p);
/// The same, of a vertex or an edge that is known to lie on the other's line exactly.
bool left_of_domain_edge_by_move(Point p, Point q);
bool left_of_diagram_edge_by_move(Point direction);

}  // namespace brenier
