#include "brenier/plane/domain/domain_index.hpp"

#include <doctest/doctest.h>

#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/distance.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("contains is the polygon's - and what is within reach is inside") {
  Random random(11);
  std::vector<NamedDomain> all = domains();
  all.push_back({"nested", nested(4)});
  all.push_back({"far", {rectangle(1e6, -1e6, 1e6 + 1, -1e6 + 0.01)}});
  NamedDomain wheel{"wheel", {{}}};
  for (int k = 0; k < 5000; ++k) {
    const double angle = 2 * std::numbers::pi * k / 5000, radius = 1 + 0.1 * std::sin(40 * angle);
    wheel.rings[0].push_back(radius * Point{std::cos(angle), std::sin(angle)});
  }
  all.push_back(wheel);
  for (const NamedDomain& named : all) {
    CAPTURE(named.name);
    const Polygon polygon(named.rings);
    const DomainIndex domain(polygon);
    const Box& box = polygon.box();
    const auto in_box = [&] {
      const Point at = random.point(-0.05, 1.05);
      return Point{box.low.x + at.x * box.width(), box.low.y + at.y * box.height()};
    };
    int different = 0;
    for (int k = 0; k < 300; ++k) {
      const Point x = in_box();
      different += domain.contains(x) != polygon.contains(x);
    }
    for (const Point v : polygon.vertices()) {
      if (&v - polygon.vertices().data() > 50) break;
      for (const Point x : {v, Point{v.x, 0.5 * (v.y + box.low.y)}}) {
        different += domain.contains(x) != polygon.contains(x);
      }
    }
    CHECK(different == 0);

    // No edge meets the rectangle within reach of a point.
    int wrong = 0, sure = 0, deep = 0;
    for (int k = 0; k < 2000; ++k) {
      const Point center = in_box();
      const Point reach = domain.reach(center);
      sure += reach.x > 0.0;
      deep += polygon.contains(center);
      wrong += (reach.x > 0.0) != (reach.y > 0.0) || reach.x < 0.0;
      if (!(reach.x > 0.0)) continue;
      Box within;
      within.add(center - reach);
      within.add(center + reach);
      wrong += !polygon.contains(center);
      for (Index e = 0; e < polygon.edge_count(); ++e) {
        const BoundaryEdge edge = polygon.edge(e);
        Box edge_box;
        edge_box.add(edge.p);
        edge_box.add(edge.q);
        if (!edge_box.overlaps(within)) continue;
        const Point d = edge.q - edge.p;
        int left = 0, right = 0;
        for (const Point corner : {within.low, within.high, Point{within.low.x, within.high.y},
                                   Point{within.high.x, within.low.y}}) {
          (cross(d, corner - edge.p) > 0 ? left : right) += 1;
        }
        wrong += left > 0 && right > 0;
      }
    }
    CHECK(wrong == 0);
    CHECK(sure > deep / 2);  // and it is of use
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    for (const Point far : {box.low - Point{box.width(), 0}, box.high + Point{0, box.height()},
                            Point{kInfinity, -kInfinity}, Point{std::nan(""), std::nan("")},
                            Point{box.center().x, std::nan("")}}) {
      CHECK(domain.reach(far) == Point{0, 0});
    }
  }
}

TEST_CASE("crossings of long chords agree with brute force over all edges") {
  Random random(12);
  for (const NamedDomain& named : domains()) {
    CAPTURE(named.name);
    const DomainIndex domain{Polygon(named.rings)};
    std::vector<Crossing> found;
    int wrong = 0, most = 0;
    for (int k = 0; k < 500; ++k) {
      const Point a = random.point(-0.5, 1.5), b = random.point(-0.5, 1.5);
      domain.crossings(a, b, found);
      int expected = 0;
      for (Index e = 0; e < domain.polygon().edge_count(); ++e) {
        const BoundaryEdge edge = domain.polygon().edge(e);
        const auto side = [](Point p, Point q, Point x) { return cross(q - p, x - p) > 0; };
        expected += side(edge.p, edge.q, a) != side(edge.p, edge.q, b) &&
                    side(a, b, edge.p) != side(a, b, edge.q);
      }
      wrong += static_cast<int>(found.size()) != expected;
      bool inside = domain.contains(a);
      double last = 0.0;
      for (const Crossing& c : found) {
        wrong += c.enters == inside || c.t < last;
        wrong += distance_to_segment(c.point, domain.polygon().edge(c.edge)) > 1e-14;
        inside = c.enters;
        last = c.t;
      }
      most = std::max(most, expected);
    }
    CHECK(wrong == 0);
    CHECK(most >= 2);
  }
}

TEST_CASE(
    "crossings of edges along an axis lie on them to the last bit - however thin the domain") {
  Random random(13);
  for (const double width : {0.1, 1e-6, 1e-12, 1e-100}) {
    CAPTURE(width);
    const DomainIndex domain{Polygon({rectangle(0, 0, 1, width)})};
    std::vector<Crossing> found;
    int off = 0, count = 0;
    for (int k = 0; k < 200; ++k) {
      const Point a = random.point(-0.5, 1.5), b = random.point(-0.5, 1.5);
      domain.crossings(a, b, found);
      for (const Crossing& c : found) {
        const BoundaryEdge edge = domain.polygon().edge(c.edge);
        off += edge.p.y == edge.q.y ? c.point.y != edge.p.y : c.point.x != edge.p.x;
        ++count;
      }
    }
    CHECK(off == 0);
    CHECK(count > 50);
  }
}

TEST_CASE("crossings of short edges lie on the chord - as they do on the edge") {
  Random random(14);
  Ring coast;
  for (int k = 0; k < 3000; ++k) {
    const double angle = 2.0 * std::numbers::pi * k / 3000, radius = random.uniform(0.95, 1.0);
    coast.push_back({radius * std::cos(angle), radius * std::sin(angle)});
  }
  const DomainIndex domain{Polygon({coast})};
  std::vector<Crossing> found;
  double off_chord = 0.0, off_edge = 0.0;
  for (int k = 0; k < 1000; ++k) {
    const Point a = random.point(-2, 2), b = random.point(-2, 2);
    domain.crossings(a, b, found);
    for (const Crossing& c : found) {
      off_chord = std::max(off_chord, distance_to_segment(c.point, {a, b}));
      off_edge = std::max(off_edge, distance_to_segment(c.point, domain.polygon().edge(c.edge)));
    }
  }
  CHECK(off_chord < 2e-15);
  CHECK(off_edge < 1e-15);
}

}  // namespace
}  // namespace brenier
