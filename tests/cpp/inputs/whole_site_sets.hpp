// Sites with whole coordinates and weights: a test's exact arithmetic can have them.
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "inputs/sites.hpp"

namespace brenier::testing {

/// In general position and out of it; some of them are hidden.
inline std::vector<Sites> whole_site_sets() {
  Random random(30);
  std::vector<Sites> result;
  const auto whole_points = [&](int count, std::int64_t most) {
    std::set<std::pair<std::int64_t, std::int64_t>> places;
    while (static_cast<int>(places.size()) < count) {
      const std::int64_t x = random.integer(-most, most);
      places.insert({x, random.integer(-most, most)});
    }
    std::vector<Point> points;
    for (const auto& [x, y] : places) {
      points.push_back({static_cast<double>(x), static_cast<double>(y)});
    }
    return points;
  };
  const auto whole_weights = [&](std::size_t count, std::int64_t most) {
    std::vector<double> weights;
    for (std::size_t k = 0; k < count; ++k) {
      weights.push_back(static_cast<double>(random.integer(0, most)));
    }
    return weights;
  };
  const std::vector<double> none = zeros(100);
  result.push_back({"random", whole_points(100, 1 << 20), none});
  result.push_back({"random, weighted", whole_points(100, 1000), whole_weights(100, 100000)});
  result.push_back({"few places, weighted", whole_points(100, 7), whole_weights(100, 4)});
  result.push_back({"grid", grid(10, 1.0, {0, 0}), none});
  result.push_back({"grid, weighted", grid(10, 1.0, {0, 0}), whole_weights(100, 1)});
  // A paraboloid's weights flatten the lifted points: all of them on one plane.
  Sites flat{"all power circles one", grid(10, 1.0, {0, 0}), {}};
  for (const Point y : flat.points) flat.weights.push_back(squared_norm(y));
  result.push_back(flat);
  // Twelve points on a circle around (0, 0), and its centre.
  Sites circle{"cocircular", twelve_on_a_circle(), zeros(13)};
  circle.points.insert(circle.points.begin(), Point{0, 0});
  result.push_back(circle);
  return result;
}

}  // namespace brenier::testing
