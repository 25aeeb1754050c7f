#include "brenier/plane/domain/ring_contacts.hpp"

#include <doctest/doctest.h>

#include <set>

#include "brenier/plane/domain/polygon.hpp"
#include "inputs/domains.hpp"
#include "oracles/refusal.hpp"

namespace brenier {
namespace {

using namespace testing;

Ring turned_by(Ring ring, int steps) {
  std::rotate(ring.begin(), ring.begin() + steps % static_cast<int>(ring.size()), ring.end());
  return ring;
}

/// What the rings bound, made in every way there is to say it: the area, or 0 if it is ever
/// refused. Ways that do not agree fail a test.
double area_in_all_ways(const std::vector<Ring>& rings) {
  std::set<double> areas;
  for (int way = 0; way < 200; ++way) {
    std::vector<Ring> said = rings;
    for (std::size_t r = 0; r < rings.size(); ++r) {
      said[r] = turned_by(rings[r], way + static_cast<int>(r) * (way / 8));
      if (way >> r & 1) std::reverse(said[r].begin(), said[r].end());
    }
    if (way % 3 == 0) std::reverse(said.begin(), said.end());
    areas.insert(refusal(said).empty() ? Polygon(said).area() : 0.0);
  }
  CHECK(areas.size() == 1);
  return *areas.begin();
}

const Ring kSquare = rectangle(0, 0, 4, 4);
const Ring kDiamond{{2, 0}, {4, 2}, {2, 4}, {0, 2}};

TEST_CASE("rings that touch in points are taken - and it is known which lies in which") {
  CHECK(area_in_all_ways({kSquare, kDiamond}) == 8.0);
  CHECK(area_in_all_ways({kSquare, kDiamond, rectangle(1, 1, 3, 3)}) == 12.0);
  // Corner on corner: from outside, from inside, and all of three rings in one point.
  CHECK(area_in_all_ways({kSquare, rectangle(4, 4, 5, 5)}) == 17.0);
  CHECK(area_in_all_ways({kSquare, {{0, 0}, {2, 1}, {1, 2}}}) == 14.5);
  CHECK(area_in_all_ways({kSquare, {{0, 0}, {2, 1}, {3, 2}}, {{0, 0}, {1, 2}, {2, 3}}}) == 15.0);
  // One in the other, both at the same corner of the square.
  CHECK(area_in_all_ways({kSquare, {{0, 0}, {3, 1}, {1, 3}}, {{0, 0}, {2, 1}, {1, 2}}}) == 13.5);
  // A corner on an edge: from outside, and from inside with all corners of the ring on the other.
  CHECK(area_in_all_ways({kSquare, {{2, 4}, {3, 5}, {1, 5}}}) == 17.0);
  CHECK(area_in_all_ways({kSquare, {{0, 1}, {4, 2}, {1, 4}}}) == 16.0 - 5.5);
  // A hexagon, and the triangle of every second of its corners; two triangles at an edge's ends.
  const Ring hexagon{{2, 0}, {4, 1}, {4, 3}, {2, 4}, {0, 3}, {0, 1}};
  CHECK(area_in_all_ways({hexagon, {{2, 0}, {4, 3}, {0, 3}}}) == 6.0);
  CHECK(area_in_all_ways({{{0, 0}, {1, 2}, {-1, 2}}, {{1, 2}, {3, 2}, {2, 4}}}) == 4.0);
}

TEST_CASE("a ring that touches itself in points bounds what lies on one side of it") {
  CHECK(area_in_all_ways({{{0, 0}, {2, 2}, {4, 0}, {4, 4}, {2, 2}, {0, 4}}}) == 8.0);
  CHECK(area_in_all_ways({{{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}}}) == 8.0);
  // A hole drawn in one go with the outer ring.
  CHECK(area_in_all_ways({{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}, {1, 2}, {2, 1}}}) == 14.5);
  CHECK_FALSE(Polygon({{{0, 0}, {2, 2}, {4, 0}, {4, 4}, {2, 2}, {0, 4}}}).is_convex());
}

TEST_CASE("rings that cross or overlap are refused - also where only vertices tell") {
  const auto is_refused = [](const std::vector<Ring>& rings) {
    return area_in_all_ways(rings) == 0.0;
  };
  // Crossings: inside edges, twice at a vertex on an edge, twice at common vertices, of one ring.
  CHECK(is_refused({kSquare, rectangle(1, 1, 5, 2)}));
  CHECK(is_refused({kSquare, {{3, 1}, {4, 2}, {5, 1}, {5, 3}, {4, 3}, {3, 3}}}));
  CHECK(is_refused({kSquare, {{1, 3}, {2, 4}, {1, 5}, {3, 5}, {3, 4}, {3, 3}}}));
  CHECK(is_refused({kDiamond, {{2, 0}, {5, -1}, {5, 5}, {2, 4}, {2, 2}}}));
  CHECK(is_refused({{{0, 0}, {2, 2}, {4, 4}, {4, 0}, {2, 2}, {0, 4}}}));
  // Overlaps: of parts of edges, of whole ones; spikes; the same vertices another time.
  CHECK(is_refused({kSquare, rectangle(1, 0, 2, 1)}));
  CHECK(is_refused({kSquare, {{1, -2}, {6, 3}, {3, 3}, {-3, -3}}}));
  CHECK(is_refused({kSquare, rectangle(4, 0, 5, 4)}));
  CHECK(is_refused({{{0, 0}, {4, 0}, {4, 4}, {4, 2}, {0, 4}}}));
  CHECK(is_refused({{{0, 0}, {1e-170, 1e-170}, {1e-171, 1e-171}, {0, 1}}}));
  CHECK(is_refused({{{0, 0}, {4, 0}, {0, 4}, {0, 0}, {4, 0}, {0, 4}}}));
}

TEST_CASE("one ulp decides between touching and crossing") {
  const double over = std::nextafter(4.0, 5.0), under = std::nextafter(4.0, 3.0);
  for (const double x : {under, 4.0}) CHECK(refusal({kSquare, {{1, 1}, {x, 2}, {1, 3}}}).empty());
  CHECK(
      contains_text(refusal({kSquare, {{1, 1}, {over, 2}, {1, 3}}}), " cross; expected a simple"));
  // On a slanted edge, far from the origin: (1, 1/3) does not lie on it, whatever rounding says.
  const auto at = [](double x, double y) { return Point{std::ldexp(1.0, 30) + x, 5.0 + y}; };
  const Ring slanted{at(0, 0), at(3, 0), at(3, 1)};
  CHECK(refusal({slanted, {at(1.5, 0.5), at(1, 1), at(2, 1)}}).empty());
  CHECK(
      !refusal({slanted, {{at(1.5, 0).x, std::nextafter(5.5, 5.0)}, at(1, 1), at(2, 1)}}).empty());
}

TEST_CASE("find_clash tells a crossing from an overlap") {
  const auto kind = [](std::vector<Point> vertices) {
    std::vector<Index> next;
    for (Index k = 0; k < static_cast<Index>(vertices.size()); ++k) next.push_back(k + 1);
    next.back() = 0;
    const auto clash = find_clash(vertices, next);
    return clash ? std::optional(clash->kind) : std::nullopt;
  };
  CHECK(kind({{0, 0}, {1, 1}, {1, 0}, {0, 1}}) == Clash::Kind::kCross);
  CHECK(kind({{0, 0}, {2, 0}, {1, 0}, {0, 1}}) == Clash::Kind::kOverlap);
  CHECK(!kind({{0, 0}, {2, 0}, {2, 1}, {1, 0}, {0, 1}}));
}

}  // namespace
}  // namespace brenier
