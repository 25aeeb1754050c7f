#include "brenier/plane/density/triangle_rule.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "brenier/plane/density/gauss_radau.hpp"

namespace brenier {
namespace {

/// The integral of exp(exponent) by 16 × 16 nodes, in units of twice the triangle's area.
double by_many_nodes(const TriangleExponent& e) {
  double sum = 0.0;
  for (const QuadratureNode s : gauss_rule(16)) {
    for (const QuadratureNode t : corner_rule(16)) {
      const double a = t.at * (1.0 - s.at) - 1.0 / 3.0, b = t.at * s.at - 1.0 / 3.0;
      sum += s.weight * t.weight *
             std::exp(-(e.a * a + e.b * b + e.aa * a * a + e.ab * a * b + e.bb * b * b));
    }
  }
  return sum;
}

TEST_CASE("TriangleRule: as many nodes as are asked for give an even exponential to 13 digits") {
  const Quadrature rules;
  for (double slope = 1e-4; slope < TriangleRule::kLargestSlope; slope *= 1.3) {
    for (int k = 0; k < 12; ++k) {
      // Along O → A, O → B and A → B the exponent changes by a, b and b - a, and a little more.
      const double angle = 0.5 * k, size = 0.5 * slope, h2 = 0.1 * slope;
      const double a = size * std::cos(angle), b = size * std::sin(angle);
      const double largest = std::max({std::abs(a), std::abs(b), std::abs(b - a)}) + 2.0 * h2 / 3.0;
      const int count = rules.limits.count_for<TriangleRule::kMost>(largest, h2);
      if (count > TriangleRule::kMost) continue;
      const TriangleExponent exponent{a, b, 0.5 * h2, 0.5 * h2, 0.5 * h2};
      const double expected = by_many_nodes(exponent);
      CAPTURE(slope);
      CAPTURE(count);
      CHECK(std::abs(rules.triangle(count).integral(exponent) - expected) < 1e-13 * expected);
    }
  }
}

TEST_CASE("Quadrature: coarse tolerances are kept on triangles") {
  for (const double tolerance : {1e-13, 1e-11, 1e-9, 1e-7, 1e-5, 1e-3, 1e-1}) {
    const Quadrature rules(tolerance);
    CAPTURE(tolerance);
    for (double slope = 1e-3; slope < rules.largest_slope; slope *= 1.2) {
      CAPTURE(slope);
      const int count = rules.limits.count_for(slope, 0.0);
      if (count > TriangleRule::kMost) continue;
      for (const double b : {-slope, -0.5 * slope, 0.0, 0.5 * slope, slope}) {
        // The exponent's change along the edges is b, b - a and a.
        const double a = b < 0.0 ? b + slope : slope;
        const TriangleExponent exponent{a, b, 0.0, 0.0, 0.0};
        const double largest = std::exp(std::max({a + b, b - 2.0 * a, a - 2.0 * b}) / 3.0);
        CHECK(std::abs(rules.triangle(count).integral(exponent) - by_many_nodes(exponent)) <
              tolerance * largest);
      }
    }
  }
}

}  // namespace
}  // namespace brenier
