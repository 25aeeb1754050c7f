#include "brenier/plane/density/triangle_rule.hpp"

#include <cmath>

#include "brenier/plane/density/gauss_radau.hpp"

namespace brenier {
namespace {

/// The nodes with barycentric coordinates (a, b, c), (b, c, a) and (c, a, b).
struct Orbit {
  double weight;
  double a;
  double b;
};

// From the moment equations, solved to 20 digits from the published 15.
constexpr std::array<Orbit, 4> kDegree7{{
    // [gatermann1988]
    {0.026517028157436251429, 0.062382265094402118174, 0.067517867073916085443},
    {0.043881408714446055037, 0.055225456656926611737, 0.32150249385198182267},
    {0.028775042784981585738, 0.03432430294509714647, 0.66094919618673565761},
    {0.067493187009802774463, 0.51584233435359177926, 0.27771616697639178257},
}};
constexpr double kDegree9Centroid = 0.04856789814139941691;
constexpr std::array<Orbit, 6> kDegree9{{
    // [lyness1975]
    {0.015667350113569535268, 0.48968251919873762778, 0.48968251919873762778},
    {0.038913770502387139658, 0.43708959149293663727, 0.43708959149293663727},
    {0.039823869463605126516, 0.18820353561903273024, 0.18820353561903273024},
    {0.012788837829349015631, 0.044729513394452709865, 0.044729513394452709865},
    {0.021641769688644688645, 0.22196298916076569568, 0.74119859878449802069},
    {0.021641769688644688645, 0.74119859878449802069, 0.22196298916076569568},
}};

/// Radon's, of degree 5.
constexpr double kDegree5Centroid = 9.0 / 80.0;
std::array<Orbit, 2> degree5() {
  const double root = std::sqrt(15.0);
  const double a = (6.0 - root) / 21.0, b = (6.0 + root) / 21.0;
  return {{{(155.0 - root) / 2400.0, a, a}, {(155.0 + root) / 2400.0, b, b}}};
}

}  // namespace

TriangleRule::TriangleRule(int count) {
  const auto add_orbits = [&](const auto& orbits) {
    for (const auto& [weight, a, b] : orbits) {
      const double c = 1.0 - a - b;
      add(a, b, weight);
      add(b, c, weight);
      add(c, a, weight);
    }
  };
  constexpr double kThird = 1.0 / 3.0;
  if (count == 3) {
    add(kThird, kThird, kDegree5Centroid);
    add_orbits(degree5());
  } else if (count == 4) {
    add_orbits(kDegree7);
  } else if (count == 5) {
    add(kThird, kThird, kDegree9Centroid);
    add_orbits(kDegree9);
  } else {
    for (const QuadratureNode s : gauss_rule(count)) {
      for (const QuadratureNode t : corner_rule(count)) {
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

Quadrature::Quadrature(double tolerance)
    : limits(tolerance),
      largest_slope(TriangleRule::kLargestSlope *
                    std::pow(tolerance / NodeLimits::kFullPrecision, 1.0 / 8.0)) {
  for (int count = 1; count <= TriangleRule::kMost; ++count) triangles.emplace_back(count);
}

}  // namespace brenier
