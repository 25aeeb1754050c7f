// The sites that the benchmarks are run on: random, from a fixed seed.
#pragma once

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "brenier/types.hpp"

namespace brenier::bench {

/// - uniform: in the unit square, which is the source;
/// - clusters: ten Gaussians with standard deviation 0.02, their centres in [0.1, 0.9]²;
/// - disc: in the disc of radius 1 around (100, 100), far outside of the source.
///
/// Empty for another kind.
inline std::vector<Point> random_sites(const std::string& kind, Index n, unsigned seed = 1) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> unit(0.0, 1.0);
  std::normal_distribution<double> normal;
  std::vector<Point> centers;
  for (int k = 0; k < 10; ++k) {
    const double x = 0.1 + 0.8 * unit(generator), y = 0.1 + 0.8 * unit(generator);
    centers.push_back({x, y});
  }
  std::vector<Point> sites;
  for (Index k = 0; k < n; ++k) {
    if (kind == "uniform") {
      const double x = unit(generator), y = unit(generator);
      sites.push_back({x, y});
    } else if (kind == "clusters") {
      const double x = normal(generator), y = normal(generator);
      sites.push_back(centers[k % 10] + 0.02 * Point{x, y});
    } else if (kind == "disc") {
      const double radius = std::sqrt(unit(generator));
      const double angle = 2.0 * std::numbers::pi * unit(generator);
      sites.push_back(Point{100.0, 100.0} + radius * Point{std::cos(angle), std::sin(angle)});
    }
  }
  return sites;
}

}  // namespace brenier::bench
