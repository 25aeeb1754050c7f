// Quadrature of exp(quadratic) over a triangle on which it varies little: without calling exp.
#pragma once

#include <array>
#include <vector>

#include "brenier/plane/density/node_limits.hpp"

namespace brenier {

/// The exponent -(a α + b β + aa α² + ab αβ + bb β²) at the point centroid + α (A - O) + β (B - O)
/// of a triangle O, A, B.
struct TriangleExponent {
  double a;
  double b;
  double aa;
  double ab;
  double bb;
};

/// A rule that is exact for polynomials of degree 2n - 1: the product of two Gauss rules, n × n
/// nodes; but for n = 3, 4 and 5 symmetric ones with 7, 12 and 19 nodes.
class TriangleRule {
 public:
  /// For full precision the exponent may change by so much along an edge: it is 2/3 of that at most
  /// then.
  static constexpr double kLargestSlope = 1.4;
  static constexpr int kMost = 7;

  explicit TriangleRule(int count);

  /// The integral of exp(exponent) over the triangle in units of twice its area.
  double integral(const TriangleExponent& exponent) const {
    std::array<double, kLanes> sums{};
    for (int k = 0; k < size_; k += kLanes) {
      for (int lane = 0; lane < kLanes; ++lane) {
        const double a = a_[k + lane], b = b_[k + lane];
        const double x = a * (exponent.a + exponent.aa * a + exponent.ab * b) +
                         b * (exponent.b + exponent.bb * b);
        sums[lane] += weight_[k + lane] * exp_minus(x);
      }
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
  }

 private:
  static constexpr int kLanes = 4;  // for the compiler to do at a time
  static constexpr int kMostNodes = kMost * kMost + kLanes - 1;

  /// e^-x to about 1e-14 for |x| < 1: the 16th power of Taylor's polynomial of degree 7 for
  /// e^-x/16. The error grows like x⁸.
  static double exp_minus(double x) {
    // As constants: what is written as a quotient may be divided at run time, for rounding's sake.
    constexpr double k7 = 1.0 / 5040, k6 = 1.0 / 720, k5 = 1.0 / 120, k4 = 1.0 / 24, k3 = 1.0 / 6;
    const double y = -0.0625 * x;
    const double p =
        ((((((k7 * y + k6) * y + k5) * y + k4) * y + k3) * y + 0.5) * y + 1.0) * y + 1.0;
    const double square = p * p, fourth = square * square, eighth = fourth * fourth;
    return eighth * eighth;
  }

  void add(double a, double b, double weight);

  int size_ = 0;  // a multiple of kLanes: the last nodes may have weight 0
  std::array<double, kMostNodes> a_{};
  std::array<double, kMostNodes> b_{};
  std::array<double, kMostNodes> weight_{};
};

/// All rules that integrals of normal densities take, to a tolerance in units of the largest
/// density.
struct Quadrature {
  NodeLimits limits;
  std::vector<TriangleRule> triangles;
  double largest_slope;  // for the rules on triangles

  explicit Quadrature(double tolerance = NodeLimits::kFullPrecision);
  const TriangleRule& triangle(int count) const { return triangles[count - 1]; }
};

}  // namespace brenier
