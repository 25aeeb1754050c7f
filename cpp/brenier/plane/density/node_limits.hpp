// How many of Gauss's nodes an exponential needs.
#pragma once

#include <array>
#include <cmath>

#include "brenier/plane/density/gauss_legendre.hpp"

namespace brenier {

class NodeLimits {
 public:
  static constexpr double kFullPrecision = 1e-13;

  /// How far from the true integral, in units of the integrand's largest value, `count_for` lets it
  /// be.
  explicit NodeLimits(double tolerance = kFullPrecision);

  /// How many nodes integrate exp(-q(t)) to the tolerance or much better, q a quadratic polynomial
  /// with |q'| at most `slope` and q″ = curvature; kMost + 1 if those are too few.
  template <int kMost = kMostGaussNodes>
  int count_for(double slope, double curvature) const {
    // The 2n-th derivative is at most (slope + √(2n/e · q″))^2n, in size and near enough. Without
    // branches: none of these comparisons could be foreseen.
    const double root = std::sqrt(curvature);
    int count = 1;
    for (int n = 0; n < kMost; ++n) count += slope + roots_[n] * root > limits_[n] ? 1 : 0;
    return count;
  }

 private:
  std::array<double, kMostGaussNodes> limits_;  // for the slope
  std::array<double, kMostGaussNodes> roots_;   // √(2n/e)
};

}  // namespace brenier
