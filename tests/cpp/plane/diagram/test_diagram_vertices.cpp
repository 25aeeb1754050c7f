#include "brenier/plane/diagram/diagram_vertices.hpp"

#include <CGAL/Exact_predicates_exact_constructions_kernel.h>
#include <doctest/doctest.h>

#include "inputs/random.hpp"
#include "inputs/site_sets.hpp"

namespace brenier {
namespace {

using namespace testing;
using Kernel = CGAL::Exact_predicates_exact_constructions_kernel;

Kernel::Point_2 exact(Point p) { return {p.x, p.y}; }

/// The true vertex of a triangle, by CGAL's exact constructions.
Kernel::Point_2 true_vertex(const RegularTriangulation& t, Index triangle) {
  std::array<Kernel::Weighted_point_2, 3> sites;
  for (int k = 0; k < 3; ++k) {
    const Index site = t.triangles()[triangle].vertices[k];
    sites[k] = Kernel::Weighted_point_2(exact(t.sites()[site]), t.weights()[site]);
  }
  return Kernel().construct_weighted_circumcenter_2_object()(sites[0], sites[1], sites[2]);
}

TEST_CASE("vertices know on which side of lines they truly lie - through them and beside them") {
  Random random(31);
  int wrong = 0, on_line = 0, tested = 0;
  for (const Sites& sites : site_sets()) {
    const RegularTriangulation t(sites.points, sites.weights);
    const DiagramVertices vertices(t);
    const Index count = static_cast<Index>(t.triangles().size());
    for (Index k = 0; k < count; k += std::max(count / 50, 1)) {
      const Kernel::Point_2 truth = true_vertex(t, k);
      const Point z = vertices[k], step = random.point(-1, 1), beside = random.point(-1e-16, 1e-16);
      for (const Point p : {z, Point{z.x, 0.5}, z + step, z + beside, random.point(0, 1)}) {
        for (const Point q : {z + Point{1, 0}, z - 3.0 * step, p + Point{0, 1}, p + Point{1, 1}}) {
          if (p == q || !is_finite(p) || !is_finite(q)) continue;
          const int side = static_cast<int>(CGAL::orientation(exact(p), exact(q), truth));
          wrong += vertices.side(k, p, q) != side;
          on_line += side == 0;
          ++tested;
        }
        if (!is_finite(p)) continue;
        wrong += vertices.compare_x(k, p.x) != static_cast<int>(CGAL::compare(truth.x(), p.x));
        wrong += vertices.is_at(k, p) != (truth == exact(p));
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(on_line > 100);
  CHECK(tested > 1000);
}

TEST_CASE("vertices are rounded to the nearest point") {
  int off = 0, tested = 0;
  for (const Sites& sites : site_sets()) {
    const RegularTriangulation t(sites.points, sites.weights);
    const DiagramVertices vertices(t);
    const Index count = static_cast<Index>(t.triangles().size());
    for (Index k = 0; k < count; k += std::max(count / 50, 1)) {
      const Kernel::Point_2 truth = true_vertex(t, k);
      const auto is_off = [](double rounded, const Kernel::FT& value) {
        const auto distance = [&](double x) { return CGAL::abs(value - Kernel::FT(x)); };
        const double up = std::nextafter(rounded, 1e300), down = std::nextafter(rounded, -1e300);
        return distance(rounded) > distance(up) || distance(rounded) > distance(down);
      };
      if (!(std::abs(vertices[k].x) + std::abs(vertices[k].y) < 1e6)) continue;
      // One that is nearly 0 is right to a few of its own last digits.
      const auto is_small = [](double x) { return std::abs(x) < 1e-11; };
      off += !is_small(vertices[k].x) && is_off(vertices[k].x, truth.x());
      off += !is_small(vertices[k].y) && is_off(vertices[k].y, truth.y());
      ++tested;
    }
  }
  CHECK(off == 0);
  CHECK(tested > 100);
}

TEST_CASE("a vertex near an axis keeps its digits") {
  // The bisector of (-1, 0) and (1, 2^-120) passes (0, 0) at the height x = 2^-241.
  const double tiny = std::ldexp(1.0, -120);
  const RegularTriangulation t({{-1, 0}, {1, tiny}, {0, 1}}, {0, 0, 0});
  const Kernel::Point_2 truth = true_vertex(t, 0);
  const DiagramVertices vertices(t);
  CHECK(vertices[0].x == doctest::Approx(CGAL::to_double(truth.x())).epsilon(1e-14));
  CHECK(vertices[0].y == doctest::Approx(CGAL::to_double(truth.y())).epsilon(1e-14));
  CHECK(vertices[0].x != 0.0);
}

TEST_CASE("triangles of four sites on one circle coincide - no others do") {
  for (const double off : {0.0, 0x1p-50}) {
    const RegularTriangulation t({{0, 0}, {1, 0}, {1 + off, 1}, {0, 1}}, {0, 0, 0, 0});
    const DiagramVertices vertices(t);
    int inner = 0;
    t.for_each_edge([&](const TriangulationEdge& edge) {
      if (edge.left == kNone || edge.right == kNone) return;
      ++inner;
      CHECK(vertices.coincide(edge) == (off == 0.0));
    });
    CHECK(inner == 1);
  }
}

}  // namespace
}  // namespace brenier
