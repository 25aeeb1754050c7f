// Points of the plane, symmetric matrices, boxes.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <ostream>

#include "brenier/index.hpp"

namespace brenier {

/// Coordinates up to this size are welcome: their squares are still finite.
inline constexpr double kLargestCoordinate = 1e150;

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

/// [ xx xy ; xy yy ]
struct SymmetricMatrix {
  double xx = 0.0;
  double xy = 0.0;
  double yy = 0.0;

  friend constexpr Point operator*(const SymmetricMatrix& m, Point p) {
    return {m.xx * p.x + m.xy * p.y, m.xy * p.x + m.yy * p.y};
  }
  constexpr double trace() const { return xx + yy; }
  constexpr double determinant() const { return xx * yy - xy * xy; }
};

inline bool is_finite(Point a) { return std::isfinite(a.x) && std::isfinite(a.y); }

/// An axis-parallel closed rectangle; empty until a point is added.
struct Box {
  Point low{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  Point high{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

  void add(Point p) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  bool contains(Point p) const {
    return low.x <= p.x && p.x <= high.x && low.y <= p.y && p.y <= high.y;
  }
  /// The point of the box nearest to p.
  Point nearest(Point p) const {
    return {std::clamp(p.x, low.x, high.x), std::clamp(p.y, low.y, high.y)};
  }
  bool overlaps(const Box& other) const {
    return low.x <= other.high.x && other.low.x <= high.x && low.y <= other.high.y &&
           other.low.y <= high.y;
  }
  double width() const { return high.x - low.x; }
  double height() const { return high.y - low.y; }
  double size() const { return std::max(width(), height()); }
  Point center() const { return {low.x + 0.5 * width(), low.y + 0.5 * height()}; }
};

}  // namespace brenier
