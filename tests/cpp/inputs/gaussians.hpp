// Normal densities with random means and covariances.
#pragma once

#include <cmath>
#include <vector>

#include "brenier/plane/density/gaussian.hpp"
#include "inputs/random.hpp"

namespace brenier::testing {

/// Means in the unit square; deviations within a factor e of the one given.
inline std::vector<Gaussian> random_gaussians(Random& random, int count, double deviation) {
  std::vector<Gaussian> result;
  for (int k = 0; k < count; ++k) {
    const double s = deviation * std::exp(random.uniform(-1, 1)), t = random.uniform(-0.9, 0.9);
    result.emplace_back(random.point(0, 1), SymmetricMatrix{s * s, t * s * s, s * s});
  }
  return result;
}

}  // namespace brenier::testing
