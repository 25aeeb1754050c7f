// Moving points and scaling them, such that numbers are of the order of 1: in the plane and in
// space.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "brenier/box.hpp"

namespace brenier {

/// x ↦ (x - origin) / unit, the unit a power of two: no digit is lost by the scaling, unless it
/// underflows, and none by the shift where origin is 0 or near to x.
template <class Point>
struct SimilarityOf {
  Point origin;
  double unit = 1.0;

  Point to_local(Point x) const { return (1.0 / unit) * (x - origin); }
  std::vector<Point> to_local(std::span<const Point> points) const {
    std::vector<Point> result;
    result.reserve(points.size());
    for (const Point p : points) result.push_back(to_local(p));
    return result;
  }
  Point from_local(Point x) const { return origin + unit * x; }

  /// The similarity that makes a box about 1 to 2 wide, around or near the point 0.
  static SimilarityOf of(const BoxOf<Point>& box) {
    const double unit = box.size() > 0.0 ? power_of_two_below(box.size()) : 1.0;
    const auto origin = [&](double low, double high) { return origin_for(low, high, unit); };
    return {along_axes<Point>(origin, box.low, box.high), unit};
  }

 private:
  /// Between a half of the length and all of it, unless that is too little for its inverse to be
  /// finite.
  static double power_of_two_below(double length) {
    int exponent = 0;
    std::frexp(length, &exponent);
    constexpr int kSmallest = -1000;
    return std::ldexp(1.0, std::max(exponent - 1, kSmallest));
  }

  /// The origin for coordinates that run from low to high: 0 if they are not far from it compared
  /// with their spread, else a round number between them, so that the shift is exact.
  static double origin_for(double low, double high, double unit) {
    const double center = low + 0.5 * (high - low);
    if (std::abs(center) <= 2.0 * unit) return 0.0;
    const double grain = unit / 1024.0;
    return grain * std::nearbyint(center / grain);
  }
};

}  // namespace brenier
