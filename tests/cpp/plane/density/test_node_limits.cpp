#include "brenier/plane/density/node_limits.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace brenier {
namespace {

/// ∫ exp(-slope t - curvature t²/2) over [0, 1] by a rule on each of many panels.
double integral(int count, double slope, double curvature = 0.0, int panels = 1) {
  double sum = 0.0;
  for (int k = 0; k < panels; ++k) {
    for (const QuadratureNode node : gauss_rule(count)) {
      const double t = (k + node.at) / panels;
      sum += node.weight / panels * std::exp(-t * (slope + 0.5 * curvature * t));
    }
  }
  return sum;
}

double by_panels(double slope, double curvature = 0.0) {
  return integral(kMostGaussNodes, slope, curvature, 64);
}

TEST_CASE("NodeLimits: as many nodes as it says give an exponential to 13 digits") {
  const NodeLimits limits;
  int most = 0;
  for (double slope = 1e-3; slope < 20.0; slope *= 1.1) {
    for (const double ratio : {0.0, 0.1, 1.0}) {
      const double curvature = ratio * slope;
      // At both ends of [0, 1] the derivative, start + curvature t, is within the slope.
      for (const double start : {-slope, slope - curvature}) {
        const int count = limits.count_for(slope, curvature);
        if (count > kMostGaussNodes) continue;
        most = std::max(most, count);
        const double expected = by_panels(start, curvature);
        CAPTURE(slope);
        CAPTURE(curvature);
        CHECK(std::abs(integral(count, start, curvature) - expected) < 1e-13 * expected);
      }
    }
  }
  CHECK(most == kMostGaussNodes);
  CHECK(limits.count_for(100.0, 0.0) == kMostGaussNodes + 1);
  CHECK(limits.count_for(0.05, 0.0) == 3);
}

TEST_CASE("NodeLimits: coarse tolerances are kept, too, and take fewer nodes") {
  const NodeLimits fine;
  for (const double tolerance : {1e-13, 1e-11, 1e-9, 1e-7, 1e-5, 1e-3, 1e-1}) {
    const NodeLimits limits(tolerance);
    CAPTURE(tolerance);
    for (double slope = 1e-3; slope < 20.0; slope *= 1.2) {
      CAPTURE(slope);
      const int count = limits.count_for(slope, 0.0);
      CHECK(count <= fine.count_for(slope, 0.0));
      if (count > kMostGaussNodes) continue;
      CHECK(std::abs(integral(count, slope) - by_panels(slope)) < tolerance);
    }
  }
}

}  // namespace
}  // namespace brenier
