// Points of space, and vectors between them.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <ostream>
#include <span>

#include "brenier/index.hpp"

namespace brenier::space {

struct Point {
  double x = 0.0;
  double y = 0.0;
  double z = 0.0;

  friend bool operator==(const Point&, const Point&) = default;
};

/// Coordinates up to this size can be squared and multiplied without overflow.
inline constexpr double kLargestCoordinate = 1e150;

constexpr Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
constexpr Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
constexpr Point operator*(double s, Point a) { return {s * a.x, s * a.y, s * a.z}; }

constexpr double dot(Point a, Point b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
constexpr Point cross(Point a, Point b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
constexpr double squared_norm(Point a) { return dot(a, a); }
inline double norm(Point a) { return std::sqrt(squared_norm(a)); }
inline double largest_coordinate(Point a) {
  return std::max({std::abs(a.x), std::abs(a.y), std::abs(a.z)});
}

inline std::ostream& operator<<(std::ostream& out, Point a) {
  return out << '(' << a.x << ", " << a.y << ", " << a.z << ')';
}

/// An axis-parallel box; empty to begin with.
struct Box {
  Point low{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
            std::numeric_limits<double>::infinity()};
  Point high{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
             -std::numeric_limits<double>::infinity()};

  friend bool operator==(const Box&, const Box&) = default;

  void add(Point p) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  bool overlaps(const Box& other) const {
    return low.x <= other.high.x && other.low.x <= high.x && low.y <= other.high.y &&
           other.low.y <= high.y && low.z <= other.high.z && other.low.z <= high.z;
  }
  /// The longest side.
  double size() const { return std::max({high.x - low.x, high.y - low.y, high.z - low.z}); }
  Point center() const { return low + 0.5 * (high - low); }
  /// The point of the box that is nearest to p.
  Point nearest(Point p) const {
    return {std::clamp(p.x, low.x, high.x), std::clamp(p.y, low.y, high.y),
            std::clamp(p.z, low.z, high.z)};
  }
};

inline Box box_of(std::span<const Point> points) {
  Box box;
  for (const Point p : points) box.add(p);
  return box;
}

}  // namespace brenier::space
