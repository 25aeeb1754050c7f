#include "brenier/plane/diagram/cell_locator.hpp"

#include <doctest/doctest.h>

#include <numbers>

#include "brenier/plane/triangulation/power_test.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/power.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("locate finds the site of least power - as trying all of them does") {
  Random random(33);
  const std::vector<Point> sites = random.points(300);
  const RegularTriangulation t(sites, random.numbers(300, 0, 0.01));
  const std::vector<Point> queries = random.points(10000, -0.5, 1.5);
  const CellLocator locator(t);
  const std::vector<Index> found = locator.locate(queries);
  CHECK(locator.locate(queries, 3) == found);
  const auto power_to = [&](Point x, Index k) { return power(x, {t.sites()[k], t.weights()[k]}); };
  int wrong = 0;
  for (std::size_t k = 0; k < queries.size(); ++k) {
    const Index best = site_of_least_power(queries[k], t.sites(), t.weights());
    wrong += power_to(queries[k], found[k]) > power_to(queries[k], best) + 1e-15;
    if (k % 50 == 0) wrong += nearest_site(t, queries[k]) != best;
  }
  CHECK(wrong == 0);
}

TEST_CASE("where a point is does not depend on the others - on facets and vertices neither") {
  Random random(35);
  std::vector<Point> circle;
  for (int k = 0; k < 60; ++k) {
    const double angle = 2.0 * std::numbers::pi * k / 60;
    circle.push_back({0.5 + 0.4 * std::cos(angle), 0.5 + 0.4 * std::sin(angle)});
  }
  for (const std::vector<Point>& sites : {circle, random.points(400), grid(12, 1.0 / 12, {0, 0})}) {
    const RegularTriangulation t(sites, std::vector<double>(sites.size(), 0.0));
    std::vector<Point> queries{{0.5, 0.5}};
    t.for_each_edge([&](const TriangulationEdge& edge) {
      const Point a = t.sites()[edge.i], b = t.sites()[edge.j];
      const Point middle = 0.5 * (a + b), along = turned_left(b - a);
      for (const double s : {0.0, 0.3, -0.7, 5.0}) queries.push_back(middle + s * along);
    });
    const CellLocator locator(t);
    const std::vector<Index> found = locator.locate(queries);
    for (std::size_t k = 0; k < queries.size(); ++k) {
      CHECK(locator.locate(std::span(queries).subspan(k, 1))[0] == found[k]);
      const WeightedPoint owner{t.sites()[found[k]], 0.0};
      for (std::size_t other = 0; other < sites.size(); ++other) {
        const int sign = power_comparison(queries[k], owner, {t.sites()[other], 0.0});
        CHECK((sign < 0 || (sign == 0 && found[k] <= static_cast<Index>(other))));
      }
    }
  }
}

}  // namespace
}  // namespace brenier
