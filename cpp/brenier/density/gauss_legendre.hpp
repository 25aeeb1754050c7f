// Gauss's rules of quadrature on [0, 1], and how many nodes an exponential needs.
#pragma once

#include <array>
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

  GaussLegendre();

  /// For ∫ f(t) dt.
  std::span<const QuadratureNode> rule(int count) const { return rules_[count - 1]; }
  /// For ∫ f(t) t dt, as on a triangle in the direction away from a corner.
  std::span<const QuadratureNode> corner_rule(int count) const { return corner_rules_[count - 1]; }

  /// How many nodes integrate exp(-q(t)) to about 1e-14 of it, q a quadratic polynomial with |q'| at
  /// most `slope` and q″ = curvature; kMostNodes + 1 if those are too few.
  int count_for(double slope, double curvature) const {
    int count = 1;
    // The 2n-th derivative is at most (slope + √(2n/e · q″))^2n, in size and near enough.
    while (count <= kMostNodes) {
      const double rest = limits_[count - 1] - slope;
      if (rest > 0.0 && curvature * (kDerivative * count) <= rest * rest) break;
      ++count;
    }
    return count;
  }

 private:
  static constexpr double kDerivative = 0.7357588823428847;  // 2/e

  std::array<std::vector<QuadratureNode>, kMostNodes> rules_;
  std::array<std::vector<QuadratureNode>, kMostNodes> corner_rules_;
  std::array<double, kMostNodes> limits_;
};

}  // namespace brenier
