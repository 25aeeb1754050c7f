#include "brenier/geometry/hull_interpolation.hpp"

#include "brenier/geometry/orientation.hpp"
#include "brenier/geometry/spatial_order.hpp"
#include "brenier/geometry/triangle_walk.hpp"

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
    const Point a = site(t.vertices[0]);
    const Point u = site(t.vertices[1]) - a, v = site(t.vertices[2]) - a;
    const double det = cross(u, v);
    const double along_u = cross(x - a, v) / det, along_v = cross(u, x - a) / det;
    const double at_a = values_[t.vertices[0]];
    return at_a + along_u * (values_[t.vertices[1]] - at_a) +
           along_v * (values_[t.vertices[2]] - at_a);
  }

  double on_line(Point x) const {
    double result = kOutside;
    triangulation_.for_each_edge([&](const TriangulationEdge& edge) {
      const Point a = site(edge.i), b = site(edge.j);
      if (orientation(a, b, x) != 0) return;
      const double t = dot(x - a, b - a) / squared_norm(b - a);
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
                                std::span<const double> values, std::span<const Point> at) {
  Interpolation interpolation(triangulation, values);
  std::vector<double> result(at.size());
  for (const Index k : spatial_order(at)) result[k] = interpolation(at[k]);
  return result;
}

}  // namespace brenier
