// Named sites with weights, and how some are made.
#pragma once

#include <string>
#include <vector>

#include "brenier/plane/points/spatial_order.hpp"

namespace brenier::testing {

struct Sites {
  std::string name;
  std::vector<Point> points;
  std::vector<double> weights;
};

inline Sites in_spatial_order(std::string name, const std::vector<Point>& points,
                              const std::vector<double>& weights) {
  Sites result{std::move(name), {}, {}};
  for (const Index k : spatial_order(points)) {
    result.points.push_back(points[k]);
    result.weights.push_back(weights[k]);
  }
  return result;
}

inline std::vector<double> zeros(std::size_t count) { return std::vector<double>(count, 0.0); }

/// Twelve points of the circle around (0, 0) with radius 5, exactly.
inline std::vector<Point> twelve_on_a_circle() {
  std::vector<Point> result;
  for (Point p : {Point{5, 0}, Point{4, 3}, Point{3, 4}}) {
    for (int k = 0; k < 4; ++k, p = turned_left(p)) result.push_back(p);
  }
  return result;
}

}  // namespace brenier::testing
