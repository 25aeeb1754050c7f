#include "brenier/density/triangle_rule.hpp"

#include <cmath>

namespace brenier {

TriangleRule::TriangleRule(int count, const GaussLegendre& gauss) {
  if (count == 3) {
    add_radon();
  } else {
    for (const QuadratureNode s : gauss.rule(count)) {
      for (const QuadratureNode t : gauss.corner_rule(count)) {
        add(t.at * (1.0 - s.at), t.at * s.at, s.weight * t.weight);
      }
    }
  }
  size_ = (size_ + kLanes - 1) / kLanes * kLanes;
}

void TriangleRule::add(double a, double b, double weight) {
  a_[size_] = a - 1.0 / 3.0;
  b_[size_] = b - 1.0 / 3.0;
  weight_[size_++] = weight;
}

void TriangleRule::add_radon() {
  const double root = std::sqrt(15.0);
  add(1.0 / 3.0, 1.0 / 3.0, 9.0 / 80.0);
  for (const double sign : {-1.0, 1.0}) {
    const double near = (6.0 + sign * root) / 21.0, weight = (155.0 + sign * root) / 2400.0;
    add(near, near, weight);
    add(1.0 - 2.0 * near, near, weight);
    add(near, 1.0 - 2.0 * near, weight);
  }
}

Quadrature::Quadrature(double tolerance)
    : gauss(tolerance),
      largest_slope(TriangleRule::kLargestSlope *
                    std::pow(tolerance / GaussLegendre::kFullPrecision, 1.0 / 8.0)) {
  for (int count = 1; count <= TriangleRule::kMost; ++count) triangles.emplace_back(count, gauss);
}

}  // namespace brenier
