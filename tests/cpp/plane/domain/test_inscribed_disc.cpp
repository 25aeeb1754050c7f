#include "brenier/plane/domain/inscribed_disc.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "inputs/domains.hpp"
#include "oracles/distance.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("the inscribed disc is inside - and nearly the largest") {
  const double root = std::sqrt(2.0);
  struct Case {
    NamedDomain domain;
    double best;
  };
  const std::vector<Case> cases{
      {square(), 0.5},
      {{"4 by 1", {rectangle(-7, 3, -3, 4)}}, 0.5},
      {{"right triangle", {{{0, 0}, {3, 0}, {0, 4}}}}, 1.0},
      // In the corner of an L: touches both outer sides and the inner vertex (1/4, 1/4).
      {l_shape(), 0.25 * root / (1.0 + root)},
      // At the bottom of a U: under the wide walls, between a wall's corner and the outer corner.
      {u_shape(), 0.125 + 0.0},
      {{"frame", {rectangle(0, 0, 4, 4), rectangle(1, 1, 3, 3)}}, root / (1.0 + root)},
      {{"two parts", {rectangle(0, 0, 1, 1), rectangle(5, 5, 7, 7)}}, 1.0},
      {{"needle", {rectangle(0, 0, 1000, 1)}}, 0.5},
      {{"two threads", {rectangle(0, 0, 1e7, 1), rectangle(0, 5, 1e7, 7)}}, 1.0}};
  for (const Case& c : cases) {
    CAPTURE(c.domain.name);
    const Polygon polygon(c.domain.rings);
    const Disc disc = inscribed_disc(polygon);
    double distance = std::numeric_limits<double>::infinity();
    for (Index k = 0; k < polygon.edge_count(); ++k) {
      distance = std::min(distance, distance_to_segment(disc.center, polygon.edge(k)));
    }
    CHECK(polygon.contains(disc.center));
    CHECK(disc.radius <= distance * (1 + 1e-12));
    if (c.domain.name != "U") CHECK(disc.radius <= c.best * (1 + 1e-12));
    CHECK(disc.radius >= 0.99 * c.best);
  }
}

}  // namespace
}  // namespace brenier
