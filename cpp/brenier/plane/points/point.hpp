// Points of the plane, which are vectors as well.
#pragma once

#include <algorithm>
#include <cmath>
#include <ostream>

#include "brenier/coordinates.hpp"
#include "brenier/index.hpp"

namespace brenier {

/// A point, or a vector, of the plane.
struct Point {
  double x = 0.0;
  double y = 0.0;

  friend constexpr Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
  friend constexpr Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
  friend constexpr Point operator*(double s, Point a) { return {s * a.x, s * a.y}; }
  friend constexpr bool operator==(Point a, Point b) { return a.x == b.x && a.y == b.y; }
  friend std::ostream& operator<<(std::ostream& out, Point p) {
    return out << '(' << p.x << ", " << p.y << ')';
  }
};

constexpr double dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }
constexpr double cross(Point a, Point b) { return a.x * b.y - a.y * b.x; }
constexpr double squared_norm(Point a) { return dot(a, a); }
inline double norm(Point a) {
  // The square root is right to the last digit but one unless the square leaves the normal numbers.
  const double square = squared_norm(a);
  return square > 1e-290 && square < 1e290 ? std::sqrt(square) : std::hypot(a.x, a.y);
}

/// The point of the segment a → b that is nearest to 0.
inline Point nearest_to_origin(Point a, Point b) {
  const Point along = b - a;
  const double square = squared_norm(along);
  if (square == 0.0) return a;
  return a + std::clamp(-dot(a, along) / square, 0.0, 1.0) * along;
}

/// a, turned by a quarter counter-clockwise.
constexpr Point turned_left(Point a) { return {-a.y, a.x}; }

inline bool is_finite(Point a) { return std::isfinite(a.x) && std::isfinite(a.y); }

}  // namespace brenier
