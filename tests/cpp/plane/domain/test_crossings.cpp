// Where segments cross the domain's boundary.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "brenier/plane/domain/domain_index.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/distance.hpp"
#include "oracles/moved_domain.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Rings on a 5 × 5 grid, with edges and vertices on most of its lines.
std::vector<std::vector<Ring>> grid_domains() {
  return {{rectangle(1, 1, 3, 3)},
          {{{0, 0}, {4, 0}, {2, 1}, {4, 4}, {1, 3}}},
          {{{2, 0}, {4, 2}, {2, 4}, {0, 2}}},
          {{{0, 0}, {4, 0}, {4, 1}, {1, 1}, {1, 3}, {4, 3}, {4, 4}, {0, 4}}},
          {rectangle(0, 0, 4, 4), rectangle(1, 1, 3, 3)},
          {rectangle(0, 0, 1, 4), {{2, 0}, {4, 0}, {4, 4}, {3, 2}, {2, 4}}},
          {{{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 1}, {3, 1}, {2, 1}, {1, 1}}}};
}

TEST_CASE("on grids - where all is degenerate - crossings are those of the domain moved a little") {
  const std::vector<Point> points = grid(7, 1.0, {-1, -1});
  int wrong_inside = 0, wrong_crossings = 0, wrong_parity = 0, wrong_balance = 0, wrong_order = 0;
  int degenerate = 0;
  std::vector<Crossing> found;
  for (const std::vector<Ring>& rings : grid_domains()) {
    const Polygon polygon(rings);
    const DomainIndex domain(polygon);
    for (const Point a : points) wrong_inside += polygon.contains(a) != truly_inside(polygon, a);
    for (const Point a : points) {
      for (const Point b : points) {
        if (a == b) continue;
        const std::vector<TrueCrossing> truth = true_crossings(polygon, a, b);
        domain.crossings(a, b, found);
        const bool a_inside = polygon.contains(a), b_inside = polygon.contains(b);
        wrong_parity += (found.size() % 2 == 1) != (a_inside != b_inside);
        int balance = 0;
        for (const Crossing& c : found) balance += c.enters ? 1 : -1;
        wrong_balance += balance != static_cast<int>(b_inside) - static_cast<int>(a_inside);

        bool inside = a_inside;
        for (const TrueCrossing& c : truth) {
          wrong_order += c.enters == inside;
          inside = c.enters;
          const auto same = std::find_if(found.begin(), found.end(),
                                         [&](const Crossing& f) { return f.edge == c.edge; });
          const double t = static_cast<double>(c.numerator) / static_cast<double>(c.denominator);
          wrong_crossings += same == found.end() || same->enters != c.enters ||
                             !(std::abs(same->t - t) < 1e-2);  // edges that overlap meet anywhere
        }
        wrong_crossings += truth.size() != found.size();
        for (Index k = 0; k < polygon.edge_count(); ++k) {
          degenerate += orientation(polygon.edge(k).p, polygon.edge(k).q, a) == 0;
        }
      }
    }
  }
  CHECK(wrong_inside == 0);
  CHECK(wrong_parity == 0);
  CHECK(wrong_balance == 0);
  CHECK(wrong_order == 0);
  CHECK(wrong_crossings == 0);
  CHECK(degenerate > 1000);
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
