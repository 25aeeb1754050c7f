#include "brenier/plane/diagram/hull_interpolation.hpp"

#include "brenier/plane/points/corners.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "brenier/plane/points/spatial_order.hpp"
#include "brenier/plane/triangulation/triangle_walk.hpp"

namespace brenier {
namespace {

constexpr double kOutside = std::numeric_limits<double>::infinity();

class Interpolation {
 public:
  Interpolation(const RegularTriangulation& triangulation, std::span<const double> values)
      : triangulation_(triangulation), values_(values) {}

  double operator()(Point x) {
    return triangulation_.triangles().empty() ? on_line(x) : on_triangles(x);
  }

 private:
  Point site(Index k) const { return triangulation_.sites()[k]; }

  double on_triangles(Point x) {
    const TriangleLocation at =
        walk_to(x, here_, triangulation_.triangles(), triangulation_.sites());
    here_ = at.triangle;
    return at.is_outside ? kOutside : inside(triangulation_.triangles()[here_], x);
  }

  double inside(const Triangle& t, Point x) const {
    const auto& [a, b, c] = t.vertices;
    const auto [at_a, at_b, at_c] = barycentric({site(a), site(b), site(c)}, x);
    return at_a * values_[a] + at_b * values_[b] + at_c * values_[c];
  }

  double on_line(Point x) const {
    double result = kOutside;
    triangulation_.for_each_edge([&](const TriangulationEdge& edge) {
      const Point a = site(edge.i), b = site(edge.j);
      if (orientation(a, b, x) != 0) return;
      const Point along = b - a, p = x - a;
      const double t = std::abs(along.x) > std::abs(along.y) ? p.x / along.x : p.y / along.y;
      if (t >= 0.0 && t <= 1.0) {
        result = values_[edge.i] + t * (values_[edge.j] - values_[edge.i]);
      }
    });
    const Index only = triangulation_.some_visible_site();
    return result == kOutside && x == site(only) ? values_[only] : result;
  }

  const RegularTriangulation& triangulation_;
  std::span<const double> values_;
  Index here_ = 0;
};

}  // namespace

std::vector<double> interpolate(const RegularTriangulation& triangulation,
                                std::span<const double> values, std::span<const Point> at,
                                const CheckInterrupt& interrupt) {
  Interpolation interpolation(triangulation, values);
  std::vector<double> result(at.size());
  OccasionalCheck check_here(interrupt);
  for (const Index k : spatial_order(at, interrupt)) {
    check_here();
    result[k] = interpolation(at[k]);
  }
  return result;
}

}  // namespace brenier
