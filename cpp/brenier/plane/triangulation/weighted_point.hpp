// Sites with weights, and the power |x - y|² - w of a point x to them.
#pragma once

#include "brenier/plane/points/point.hpp"

namespace brenier {

struct WeightedPoint {
  Point point;
  double weight = 0.0;
};

/// How much greater the power |x - y|² - w of one site is than that of another. No square of x or
/// of a weight is formed, so large common parts cancel exactly.
inline double power_difference(Point x, const WeightedPoint& site, const WeightedPoint& other) {
  return dot((x - site.point) + (x - other.point), other.point - site.point) -
         (site.weight - other.weight);
}

}  // namespace brenier
