// Sites on a line, and target masses for them.
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "brenier/waist/targets.hpp"
#include "inputs/random.hpp"

namespace brenier::testing {

inline std::vector<double> increasing(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

inline std::vector<double> even_sites(int count) {
  std::vector<double> result;
  for (int k = 0; k < count; ++k) result.push_back((k + 0.5) / count);
  return result;
}

inline Targets random_targets(Random& random, int count, double decades) {
  Targets result{random.numbers(count, -decades, 0.0)};
  for (double& mass : result.masses) mass = std::pow(10.0, mass);
  const double sum = std::accumulate(result.masses.begin(), result.masses.end(), 0.0);
  for (double& mass : result.masses) mass /= sum;
  return result;
}

inline Targets equal_targets(int count) { return {std::vector<double>(count, 1.0 / count)}; }

}  // namespace brenier::testing
