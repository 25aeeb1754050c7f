#include "brenier/plane/density/gauss_legendre.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "brenier/plane/density/triangle_rule.hpp"

namespace brenier {
namespace {

TEST_CASE("GaussLegendre: n nodes are exact for polynomials of degree 2n - 1, and not beyond") {
  const GaussLegendre gauss;
  for (int n = 1; n <= GaussLegendre::kMostNodes; ++n) {
    CAPTURE(n);
    for (int degree = 0; degree <= 2 * n; ++degree) {
      double sum = 0.0, corner_sum = 0.0;
      for (const QuadratureNode node : gauss.rule(n)) {
        CHECK((node.at > 0.0 && node.at < 1.0 && node.weight > 0.0));
        sum += node.weight * std::pow(node.at, degree);
      }
      for (const QuadratureNode node : gauss.corner_rule(n)) {
        CHECK((node.at > 0.0 && node.at < 1.0 && node.weight > 0.0));
        corner_sum += node.weight * std::pow(node.at, degree);
      }
      const double error = std::abs(sum - 1.0 / (degree + 1));
      const double corner_error = std::abs(corner_sum - 1.0 / (degree + 2));
      if (degree < 2 * n) {
        CHECK(error < 4e-15);
        CHECK(corner_error < 4e-15);
      } else if (n <= 10) {  // later the error is below an ulp
        CHECK(error > 1e-14);
        CHECK(corner_error > 1e-14);
      }
    }
  }
}

/// ∫ exp(-slope t - curvature t²/2) over [0, 1] by many panels.
double by_panels(const GaussLegendre& gauss, double slope, double curvature) {
  double sum = 0.0;
  constexpr int kPanels = 64;
  for (int k = 0; k < kPanels; ++k) {
    for (const QuadratureNode node : gauss.rule(16)) {
      const double t = (k + node.at) / kPanels;
      sum += node.weight / kPanels * std::exp(-t * (slope + 0.5 * curvature * t));
    }
  }
  return sum;
}

TEST_CASE("GaussLegendre: as many nodes as it says give an exponential to 13 digits") {
  const GaussLegendre gauss;
  int most = 0;
  for (double slope = 1e-3; slope < 20.0; slope *= 1.1) {
    for (const double ratio : {0.0, 0.1, 1.0}) {
      const double curvature = ratio * slope;
      for (const double sign : {-1.0, 1.0}) {
        const double start =
            sign < 0 ? -slope : slope - curvature;  // |start + curvature t| <= slope
        const int count = gauss.count_for(slope, curvature);
        if (count > GaussLegendre::kMostNodes) continue;
        most = std::max(most, count);
        double sum = 0.0;
        for (const QuadratureNode node : gauss.rule(count)) {
          sum += node.weight * std::exp(-node.at * (start + 0.5 * curvature * node.at));
        }
        const double expected = by_panels(gauss, start, curvature);
        CAPTURE(slope);
        CAPTURE(curvature);
        CHECK(std::abs(sum - expected) < 1e-13 * expected);
      }
    }
  }
  CHECK(most == GaussLegendre::kMostNodes);
  CHECK(gauss.count_for(100.0, 0.0) == GaussLegendre::kMostNodes + 1);
  CHECK(gauss.count_for(0.05, 0.0) == 3);
}

TEST_CASE("Quadrature: coarse tolerances are kept, too, and take fewer nodes") {
  const Quadrature fine;
  for (const double tolerance : {1e-13, 1e-11, 1e-9, 1e-7, 1e-5, 1e-3, 1e-1}) {
    const Quadrature rules(tolerance);
    CAPTURE(tolerance);
    for (double slope = 1e-3; slope < 20.0; slope *= 1.2) {
      CAPTURE(slope);
      const int count = rules.gauss.count_for(slope, 0.0);
      CHECK(count <= fine.gauss.count_for(slope, 0.0));
      if (count <= GaussLegendre::kMostNodes) {
        double sum = 0.0;
        for (const QuadratureNode node : rules.gauss.rule(count)) {
          sum += node.weight * std::exp(-slope * node.at);
        }
        CHECK(std::abs(sum - by_panels(fine.gauss, slope, 0.0)) < tolerance);
      }
      if (count > TriangleRule::kMost || slope >= rules.largest_slope) continue;
      for (const double b : {-slope, -0.5 * slope, 0.0, 0.5 * slope, slope}) {
        // The exponent's change along the edges is b, b - a and a.
        const double a = b < 0.0 ? b + slope : slope;
        const double value = rules.triangle(count).integral({a, b, 0.0, 0.0, 0.0});
        double expected = 0.0;
        for (const QuadratureNode s : fine.gauss.rule(16)) {
          for (const QuadratureNode t : fine.gauss.corner_rule(16)) {
            const double alpha = t.at * (1.0 - s.at) - 1.0 / 3.0, beta = t.at * s.at - 1.0 / 3.0;
            expected += s.weight * t.weight * std::exp(-a * alpha - b * beta);
          }
        }
        const double largest = std::exp(std::max({a + b, b - 2.0 * a, a - 2.0 * b}) / 3.0);
        CHECK(std::abs(value - expected) < tolerance * largest);
      }
    }
  }
}

TEST_CASE("TriangleRule: as many nodes as are asked for give an even exponential to 13 digits") {
  const Quadrature rules;
  for (double slope = 1e-4; slope < TriangleRule::kLargestSlope; slope *= 1.3) {
    for (int k = 0; k < 12; ++k) {
      // Along O → A, O → B and A → B the exponent changes by a, b and b - a, and a little more.
      const double angle = 0.5 * k, size = 0.5 * slope, h2 = 0.1 * slope;
      const double a = size * std::cos(angle), b = size * std::sin(angle);
      const double largest = std::max({std::abs(a), std::abs(b), std::abs(b - a)}) + 2.0 * h2 / 3.0;
      const int count = rules.gauss.count_for<TriangleRule::kMost>(largest, h2);
      if (count > TriangleRule::kMost) continue;
      const double value = rules.triangle(count).integral({a, b, 0.5 * h2, 0.5 * h2, 0.5 * h2});
      double expected = 0.0;
      for (const QuadratureNode s : rules.gauss.rule(16)) {
        for (const QuadratureNode t : rules.gauss.corner_rule(16)) {
          const double alpha = t.at * (1.0 - s.at) - 1.0 / 3.0, beta = t.at * s.at - 1.0 / 3.0;
          expected += s.weight * t.weight *
                      std::exp(-(a * alpha + b * beta +
                                 0.5 * h2 * (alpha * alpha + alpha * beta + beta * beta)));
        }
      }
      CAPTURE(slope);
      CAPTURE(count);
      CHECK(std::abs(value - expected) < 1e-13 * expected);
    }
  }
}

}  // namespace
}  // namespace brenier
