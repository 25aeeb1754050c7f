// Gauss's rules of quadrature on [0, 1], and how many nodes an exponential needs.
#pragma once

#include <array>
#include <cmath>
#include <span>
#include <vector>

namespace brenier {

struct QuadratureNode {
  double at;
  double weight;
};

/// Rules with 1 to kMostNodes nodes; n of them are exact for polynomials of degree 2n - 1.
class GaussLegendre {
 public:
  static constexpr int kMostNodes = 16;
  static constexpr double kFullPrecision = 1e-13;

  /// How far from the true integral, in units of the integrand's largest value, `count_for` lets it be.
  explicit GaussLegendre(double tolerance = kFullPrecision);

  /// For ∫ f(t) dt.
  std::span<const QuadratureNode> rule(int count) const { return rules_[count - 1]; }
  /// For ∫ f(t) t dt, as on a triangle in the direction away from a corner.
  std::span<const QuadratureNode> corner_rule(int count) const { return corner_rules_[count - 1]; }

  /// How many nodes integrate exp(-q(t)) to the tolerance or much better, q a quadratic polynomial with |q'|
  /// at most `slope` and q″ = curvature; kMost + 1 if those are too few.
  template <int kMost = kMostNodes>
  int count_for(double slope, double curvature) const {
    // The 2n-th derivative is at most (slope + √(2n/e · q″))^2n, in size and near enough. Without branches:
    // none of these comparisons could be foreseen.
    const double root = std::sqrt(curvature);
    int count = 1;
    for (int n = 0; n < kMost; ++n) count += slope + roots_[n] * root > limits_[n] ? 1 : 0;
    return count;
  }

 private:
  std::array<std::vector<QuadratureNode>, kMostNodes> rules_;
  std::array<std::vector<QuadratureNode>, kMostNodes> corner_rules_;
  std::array<double, kMostNodes> limits_;  // for the slope
  std::array<double, kMostNodes> roots_;   // √(2n/e)
};

}  // namespace brenier
