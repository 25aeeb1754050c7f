#include <doctest/doctest.h>

#include <cmath>

#include "brenier/double_double.hpp"
#include "brenier/plane/density/gauss_legendre.hpp"
#include "brenier/plane/density/gauss_radau.hpp"

namespace brenier {
namespace {

/// What a rule is off for ∫ t^degree dt over [0, 1], in more digits than the nodes have.
double error_of(std::span<const QuadratureNode> rule, int degree, double expected_inverse) {
  DoubleDouble sum;
  for (const QuadratureNode node : rule) {
    DoubleDouble term{node.weight, 0.0};
    for (int k = 0; k < degree; ++k) term = term * DoubleDouble{node.at, 0.0};
    sum = sum + term;
  }
  const DoubleDouble one{1.0, 0.0};
  return std::abs(static_cast<double>(sum * DoubleDouble{expected_inverse, 0.0} - one)) /
         expected_inverse;
}

TEST_CASE("Gauss's rules: n nodes are exact for polynomials of degree 2n - 1, and not beyond") {
  for (int n = 1; n <= kMostGaussNodes; ++n) {
    CAPTURE(n);
    const auto rule = gauss_rule(n), corner = corner_rule(n);
    REQUIRE(rule.size() == n);
    REQUIRE(corner.size() == n);
    for (int k = 0; k < n; ++k) {
      for (const QuadratureNode node : {rule[k], corner[k]}) {
        CHECK((node.at > 0.0 && node.at < 1.0 && node.weight > 0.0));
      }
    }
    // About half an ulp of 1: what the rounding of nodes and weights to doubles leaves.
    constexpr double kRounding = 1.2e-16;
    for (int degree = 0; degree < 2 * n; ++degree) {
      CAPTURE(degree);
      CHECK(error_of(rule, degree, degree + 1.0) < kRounding);
      CHECK(error_of(corner, degree, degree + 2.0) < kRounding);
    }
    // The first power beyond: for more nodes, its error is below that of rounding.
    if (n > 10) continue;
    CHECK(error_of(rule, 2 * n, 2.0 * n + 1.0) > 1e-14);
    CHECK(error_of(corner, 2 * n, 2.0 * n + 2.0) > 1e-14);
  }
}

}  // namespace
}  // namespace brenier
