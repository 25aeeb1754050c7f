#include "brenier/plane/domain/polygon.hpp"

#include <doctest/doctest.h>

#include "brenier/plane/points/orientation.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/refusal.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("a polygon that is none is refused - with the vertex and the ring at fault") {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Ring good = rectangle(0, 0, 1, 1);

  CHECK(refusal({}) == "domain: no ring; expected at least one");
  CHECK(contains_text(refusal({good, {{2, 2}, {3, kNaN}, {2, 3}}}),
                      "vertex 1 of ring 1 is (3, nan)"));
  CHECK(
      contains_text(refusal({{{0, 0}, {1, 0}, {kInfinity, 1}}}), "vertex 2 of ring 0 is (inf, 1)"));
  CHECK(contains_text(refusal({{{0, 0}, {1, 0}, {1, -1e151}}}), "vertex 2 of ring 0"));
  CHECK(contains_text(refusal({good, {}}), "ring 1 has 0 distinct vertices"));
  CHECK(contains_text(refusal({{{0, 0}, {1, 0}}}), "ring 0 has 2 distinct vertices"));
  // Repeated neighbours do not count, wherever they stand.
  CHECK(contains_text(refusal({{{0, 0}, {0, 0}, {1, 0}, {1, 0}, {0, 0}}}),
                      "ring 0 has 2 distinct vertices"));
}

TEST_CASE("edges that cross or overlap are named by the vertices that the caller gave") {
  // A bow tie: edges 0 and 2 cross.
  CHECK(contains_text(refusal({{{0, 0}, {1, 1}, {1, 0}, {0, 1}}}),
                      "the edges from vertex 0 of ring 0 and from vertex 2 of ring 0"));
  // The same after a repeated vertex: indices are still the caller's.
  CHECK(contains_text(refusal({{{0, 0}, {0, 0}, {1, 1}, {1, 0}, {0, 1}}}),
                      "the edges from vertex 0 of ring 0 and from vertex 3 of ring 0"));
  // A spike that returns onto itself; a ring of no area.
  CHECK(refusal({{{0, 0}, {4, 0}, {4, 4}, {4, 2}, {0, 4}}}) != "");
  CHECK(contains_text(refusal({{{0, 0}, {1, 1}, {2, 2}}}), "the edges from vertex"));
  // Two rings that cross, that share an edge, that are the same.
  const Ring square = rectangle(0, 0, 2, 2);
  CHECK(contains_text(refusal({square, rectangle(1, 1, 3, 3)}), "of ring 1"));
  CHECK(refusal({square, rectangle(2, 0, 3, 2)}) != "");
  CHECK(refusal({square, square}) != "");
  // A gap of one ulp is one.
  CHECK(refusal({square, rectangle(std::nextafter(2.0, 3.0), 0, 3, 2)}) == "");
  // Vertices on a straight line are no fault.
  CHECK(refusal({{{0, 0}, {1, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 1}}}) == "");
}

TEST_CASE("what an odd number of rings enclose is inside - whatever their order and orientation") {
  Random random(10);
  for (const int count : {1, 2, 3, 4}) {
    double area = 0.0;
    for (int k = 0; k < count; ++k) area += (k % 2 == 0 ? 1 : -1) * (20.0 - 2 * k) * (20.0 - 2 * k);
    for (int turned = 0; turned < (1 << count); ++turned) {
      std::vector<Ring> rings = nested(count);
      for (int k = 0; k < count; ++k) {
        if (turned >> k & 1) std::reverse(rings[k].begin(), rings[k].end());
      }
      if (turned % 3 == 1) std::reverse(rings.begin(), rings.end());
      const Polygon polygon(rings);
      CHECK(polygon.area() == area);
      CHECK(polygon.is_convex() == (count == 1));
      int wrong = 0;
      for (const Point x : random.points(300, -1, 21)) {
        const double depth = std::min({x.x, x.y, 20 - x.x, 20 - x.y});
        const int rings_around = depth < 0 ? 0 : std::min(count, static_cast<int>(depth) + 1);
        wrong += polygon.contains(x) != (rings_around % 2 == 1);
      }
      CHECK(wrong == 0);
      // The interior lies to the left of every edge.
      for (Index k = 0; k < polygon.edge_count(); ++k) {
        const BoundaryEdge e = polygon.edge(k);
        const Point middle = 0.5 * (e.p + e.q), inward = turned_left(0.01 * (e.q - e.p));
        CHECK(polygon.contains(middle + inward));
        CHECK(!polygon.contains(middle - inward));
      }
    }
  }
}

TEST_CASE("rings run counter-clockwise around their inside - however thin it is") {
  // The products of coordinates, and even pairs of doubles, have no digit of these areas.
  const double tiny = 4.5e-61, below = std::nextafter(1.0, 0.0);
  for (Ring ring : {Ring{{-tiny, tiny}, {1, below}, {-tiny, 2 * tiny}},
                    Ring{{0, 0}, {0.75, std::nextafter(0.75, 1)}, {0.5, std::nextafter(0.5, 1)}},
                    Ring{{0, 0}, {1, 5e-324}, {0, 1e-323}, {-1, 5e-324}}}) {
    for (std::size_t k = 0; k < 2 * ring.size(); ++k) {
      std::rotate(ring.begin(), ring.begin() + 1, ring.end());
      if (k == ring.size()) std::reverse(ring.begin(), ring.end());
      const Polygon polygon({ring});
      int turns_left = 0;
      for (Index e = 0; e < polygon.edge_count(); ++e) {
        turns_left += orientation(polygon.edge(e).p, polygon.edge(e).q,
                                  polygon.edge((e + 1) % polygon.edge_count()).q) > 0;
      }
      CHECK(turns_left == polygon.edge_count());
    }
  }
}

TEST_CASE("a ring that touches itself at its leftmost vertex is turned as it should be") {
  // Two triangles on one vertex, and one in the other: in the second the inside is between them.
  const std::vector<Ring> rings{{{0, 0}, {2, -2}, {2, -1}, {0, 0}, {2, 1}, {2, 2}},
                                {{0, 0}, {4, -4}, {4, 4}, {0, 0}, {2, 1}, {2, -1}}};
  const std::vector<double> areas{2, 14};
  for (std::size_t r = 0; r < rings.size(); ++r) {
    Ring ring = rings[r];
    for (std::size_t k = 0; k < 2 * ring.size(); ++k) {
      std::rotate(ring.begin(), ring.begin() + 1, ring.end());
      if (k == ring.size()) std::reverse(ring.begin(), ring.end());
      CHECK(Polygon({ring}).area() == areas[r]);
    }
  }
}

TEST_CASE("a repeated first vertex and repeated neighbours change nothing") {
  const Polygon plain({rectangle(0, 0, 2, 1)});
  const Polygon repeated({{{0, 0}, {2, 0}, {2, 0}, {2, 1}, {0, 1}, {0, 0}, {0, 0}}});
  CHECK(plain.vertices() == repeated.vertices());
  CHECK(repeated.area() == 2.0);
}

TEST_CASE("boundary points belong to one of two polygons that share an edge") {
  const std::vector<Ring> parts{{{0, 0}, {2, 0}, {1, 1}},
                                {{2, 0}, {2, 2}, {1, 1}},
                                {{2, 2}, {0, 2}, {1, 1}},
                                {{0, 2}, {0, 0}, {1, 1}}};
  for (const Point x : grid(7, 0.25, {0.25, 0.25})) {
    int owners = 0;
    for (const Ring& part : parts) owners += Polygon({part}).contains(x);
    CHECK(owners == 1);
  }
}

TEST_CASE("area of a small polygon far away - to all digits") {
  const double far = std::ldexp(1.0, 20), size = std::ldexp(1.0, -20);
  const Polygon polygon({rectangle(far, far, far + size, far + 2 * size)});
  CHECK(polygon.area() == 2 * size * size);
}

TEST_CASE("convexity: of shapes - and exactly") {
  CHECK(Polygon(square().rings).is_convex());
  CHECK(Polygon(triangle().rings).is_convex());
  CHECK_FALSE(Polygon(l_shape().rings).is_convex());
  CHECK_FALSE(Polygon(star().rings).is_convex());
  CHECK_FALSE(Polygon(holed().rings).is_convex());
  // Two convex parts are not convex; a vertex on a straight line does no harm, one ulp inside does.
  CHECK_FALSE(Polygon({rectangle(0, 0, 1, 1), rectangle(2, 0, 3, 1)}).is_convex());
  CHECK(Polygon({{{0, 0}, {1, 0}, {2, 0}, {1, 2}}}).is_convex());
  CHECK_FALSE(Polygon({{{0, 0}, {1, 1e-300}, {2, 0}, {1, 2}}}).is_convex());
  CHECK(Polygon({{{0, 0}, {1, -1e-300}, {2, 0}, {1, 2}}}).is_convex());
}

TEST_CASE("moved: every vertex - the box and the area go along") {
  for (const NamedDomain& domain : domains()) {
    CAPTURE(domain.name);
    const Polygon polygon(domain.rings);
    const Polygon moved = polygon.moved({3, -2}, 4.0);
    CHECK(moved.area() == doctest::Approx(16.0 * polygon.area()).epsilon(1e-14));
    CHECK(moved.is_convex() == polygon.is_convex());
    CHECK(moved.box().low == 4.0 * (polygon.box().low - Point{3, -2}));
    CHECK(moved.box().high == 4.0 * (polygon.box().high - Point{3, -2}));
    for (Index k = 0; k < polygon.edge_count(); ++k) {
      CHECK(moved.edge(k).q == 4.0 * (polygon.edge(k).q - Point{3, -2}));
    }
  }
}

}  // namespace
}  // namespace brenier
