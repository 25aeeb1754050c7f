// Random numbers and points from a seed.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

#include "brenier/plane/points/point.hpp"

namespace brenier::testing {

/// Random numbers that are the same with every standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  double uniform(double low = 0.0, double high = 1.0) {
    return low + (high - low) * std::ldexp(static_cast<double>(engine_() >> 11), -53);
  }
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log1p(-uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }
  /// An integer in [low, high].
  std::int64_t integer(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  Point point(double low = 0.0, double high = 1.0) {
    const double x = uniform(low, high);
    return {x, uniform(low, high)};
  }
  std::vector<Point> points(int count, double low = 0.0, double high = 1.0) {
    std::vector<Point> result;
    for (int k = 0; k < count; ++k) result.push_back(point(low, high));
    return result;
  }
  /// Points in a few tight clusters, spread over the unit square.
  std::vector<Point> clusters(int count, int cluster_count = 5, double width = 0.02) {
    const std::vector<Point> centers = points(cluster_count, 0.2, 0.8);
    std::vector<Point> result;
    for (int k = 0; k < count; ++k) {
      const double dx = normal();
      result.push_back(centers[k % cluster_count] + width * Point{dx, normal()});
    }
    return result;
  }
  std::vector<double> numbers(int count, double low, double high) {
    std::vector<double> result;
    for (int k = 0; k < count; ++k) result.push_back(uniform(low, high));
    return result;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace brenier::testing
