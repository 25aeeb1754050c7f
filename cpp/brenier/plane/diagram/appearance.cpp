#include "brenier/plane/diagram/appearance.hpp"

#include <algorithm>
#include <cmath>

namespace brenier {

double growth_of_triangle(const std::array<RecedingSide, 3>& sides) {
  // With d_k = cross(n_k+1, n_k+2), the lines <z, n_k> = s_k form a triangle of area
  // (Σ s_k d_k)² / |2 d_0 d_1 d_2|.
  std::array<double, 3> d;
  double sum = 0.0, largest = 0.0;
  for (int k = 0; k < 3; ++k) {
    d[k] = cross(sides[(k + 1) % 3].normal, sides[(k + 2) % 3].normal);
    sum += sides[k].speed * d[k];
    largest = std::max(largest, std::abs(d[k]));
  }
  constexpr double kBluntest = 1e-3;
  double product = 2.0;
  for (const double dk : d) product *= std::max(std::abs(dk), kBluntest * largest);
  return sum * sum / product;
}

RecedingSide side_against(Point own_site, Point other_site) {
  return {2.0 * (other_site - own_site), 1.0};
}

double Appearance::raise_for(double area) const {
  const double beyond = std::sqrt(area / growth);
  return raise + (std::isfinite(beyond) ? beyond : 0.0);
}

Appearance appearance_at_vertex(Point vertex, const WeightedPoint& site,
                                const std::array<WeightedPoint, 3>& triangle) {
  std::array<RecedingSide, 3> sides;
  for (int k = 0; k < 3; ++k) sides[k] = side_against(site.point, triangle[k].point);
  return {std::max(power_difference(vertex, site, triangle[0]), 0.0), growth_of_triangle(sides)};
}

}  // namespace brenier
