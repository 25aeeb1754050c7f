#include "brenier/space/triangulation/power_center.hpp"

#include <utility>

#include "brenier/double_double.hpp"

namespace brenier::space {
namespace {

using Vector = std::array<DoubleDouble, 3>;

Vector exact_difference(Point a, Point b) {
  return {two_difference(a.x, b.x), two_difference(a.y, b.y), two_difference(a.z, b.z)};
}
Vector cross(const Vector& a, const Vector& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
DoubleDouble dot(const Vector& a, const Vector& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/// First the corner whose edges have the least product of lengths: from one that is far from three
/// near ones, these edges would be nearly the same.
std::array<WeightedPoint, 4> from_nearest(std::array<WeightedPoint, 4> sites) {
  const auto product = [&](int i) {
    double result = 1.0;
    for (int j = 0; j < 4; ++j) {
      if (j != i) result *= norm(sites[j].point - sites[i].point);
    }
    return result;
  };
  int best = 0;
  for (int i = 1; i < 4; ++i) {
    if (product(i) < product(best)) best = i;
  }
  std::swap(sites[0], sites[best]);
  return sites;
}

/// The same by pairs of doubles; of those that are too flat for these too, such as four points on a
/// line but for rounding, exactly.
Point sharp_power_center(const std::array<WeightedPoint, 4>& sites, double cube) {
  constexpr double kFlat = 1e-18;
  std::array<Vector, 3> edges, normals;
  std::array<DoubleDouble, 3> rise;
  for (int k = 0; k < 3; ++k) {
    edges[k] = exact_difference(sites[k + 1].point, sites[0].point);
    rise[k] =
        scaled(dot(edges[k], edges[k]) + two_difference(sites[0].weight, sites[k + 1].weight), 0.5);
  }
  for (int k = 0; k < 3; ++k) normals[k] = cross(edges[(k + 1) % 3], edges[(k + 2) % 3]);
  const DoubleDouble determinant = dot(edges[0], normals[0]);
  if (!(std::abs(static_cast<double>(determinant)) > kFlat * cube)) {
    return exact_power_center(sites);
  }
  const auto coordinate = [&](int axis, double of_site) {
    const DoubleDouble sum =
        rise[0] * normals[0][axis] + rise[1] * normals[1][axis] + rise[2] * normals[2][axis];
    return static_cast<double>(DoubleDouble{of_site, 0.0} + divided(sum, determinant));
  };
  const Point y = sites[0].point;
  return {coordinate(0, y.x), coordinate(1, y.y), coordinate(2, y.z)};
}

}  // namespace

Point power_center(const std::array<WeightedPoint, 4>& sites) {
  // Tetrahedra whose volume is less than this part of that of a cube with their edges lose digits.
  constexpr double kFlat = 0.02;
  std::array<Point, 3> edges, normals;
  std::array<double, 3> rise;
  for (int k = 0; k < 3; ++k) {
    edges[k] = sites[k + 1].point - sites[0].point;
    rise[k] = 0.5 * (squared_norm(edges[k]) + (sites[0].weight - sites[k + 1].weight));
  }
  for (int k = 0; k < 3; ++k) normals[k] = cross(edges[(k + 1) % 3], edges[(k + 2) % 3]);
  const double determinant = dot(edges[0], normals[0]);
  const double cube = norm(edges[0]) * norm(edges[1]) * norm(edges[2]);
  if (!(std::abs(determinant) > kFlat * cube)) {
    return sharp_power_center(from_nearest(sites), cube);
  }
  const Point sum = rise[0] * normals[0] + rise[1] * normals[1] + rise[2] * normals[2];
  return sites[0].point + (1.0 / determinant) * sum;
}

}  // namespace brenier::space
