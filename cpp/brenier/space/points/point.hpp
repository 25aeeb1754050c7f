// Points of space, and vectors between them.
#pragma once

#include <algorithm>
#include <cmath>
#include <ostream>

#include "brenier/box.hpp"
#include "brenier/index.hpp"

namespace brenier::space {

struct Point {
  double x = 0.0;
  double y = 0.0;
  double z = 0.0;

  friend bool operator==(const Point&, const Point&) = default;
};

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

using Box = BoxOf<Point>;

}  // namespace brenier::space
