#include "brenier/map/map_edges.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "inputs/domains.hpp"
#include "inputs/extended.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("the edges are the pairs of cells with a common facet that has mass") {
  const Extended e(Random(1).points(30), u_shape().rings);
  const FacetTable facets = e.diagram->facets();
  std::set<std::array<Index, 2>> expected;
  for (std::size_t k = 0; k < facets.sites.size(); ++k) {
    const auto [low, high] = std::minmax(facets.sites[k][0], facets.sites[k][1]);
    if (facets.masses[k] > 0.0) expected.insert({low, high});
  }
  std::vector<std::array<Index, 2>> found;
  for (const MapEdge& edge : e.mesh->edges()) {
    found.push_back(edge.sites);
    const Point a = e.sites[edge.sites[0]], b = e.sites[edge.sites[1]];
    CHECK(edge.jump == doctest::Approx(std::hypot(a.x - b.x, a.y - b.y)));
    const double cosine = (dot(a, b) + 1) / std::sqrt((dot(a, a) + 1) * (dot(b, b) + 1));
    CHECK(std::cos(edge.angle) == doctest::Approx(cosine).epsilon(1e-12));
  }
  CHECK(found == std::vector(expected.begin(), expected.end()));
}

TEST_CASE("a facet in two pieces is one edge") {
  const Extended e({{0.5, 0.2}, {0.5, 0.9}}, u_shape().rings);
  CHECK(e.diagram->facets().masses.size() == 2);
  CHECK(e.mesh->edges().size() == 1);
}

TEST_CASE("the angle between planes is right for slopes that are nearly the same") {
  FacetTable facets;
  facets.sites = {{0, 1}};
  facets.masses = {1.0};
  // For slopes s and s + h along a line, the angle is h / (1 + s²) in first order.
  for (const double slope : {0.0, 1.0, 1000.0}) {
    const std::vector<Point> sites{{slope, 0.0}, {slope + 1e-9, 0.0}};
    const double step = sites[1].x - sites[0].x;
    CHECK(map_edges(facets, sites)[0].angle / (step / (1 + slope * slope)) ==
          doctest::Approx(1.0).epsilon(1e-6));
  }
}

TEST_CASE("a jump is a gap over 6 times the usual one and over 4 times that of its sites") {
  // A chain of sites with jumps 1 1 1 1 10 10 10 1 1 1: usual is the second smallest at a site, or
  // the only one at an end. Jumps of 10 are far from usual but where all are.
  const std::vector<double> jumps{1, 1, 1, 1, 10, 10, 10, 1, 1, 1};
  std::vector<MapEdge> chain;
  for (Index k = 0; k < static_cast<Index>(jumps.size()); ++k) {
    chain.push_back({{k, k + 1}, jumps[k], 0.0});
  }
  const std::vector<double> limits = gap_limits(chain, static_cast<Index>(jumps.size()) + 1);
  CHECK(limits.size() == jumps.size());
  CHECK(limits[0] == doctest::Approx(6.0));
  CHECK(limits[3] == doctest::Approx(4.0 * std::sqrt(10.0)));  // usual: 1 and 10
  CHECK(limits[4] == doctest::Approx(40.0));
  CHECK(limits[5] == doctest::Approx(40.0));
  CHECK(limits[9] == doctest::Approx(6.0));
  CHECK(gap_limits({}, 3).empty());
  // With shorter jumps beside them, the same are gaps.
  std::vector<MapEdge> star = chain;
  for (const Index site : {4, 5, 6, 7}) {
    star.push_back({{site, site + 20}, 1.0, 0.0});
    star.push_back({{site, site + 30}, 1.0, 0.0});
  }
  const std::vector<double> lower = gap_limits(star, 40);
  for (const int k : {4, 5, 6}) CHECK(jumps[k] > lower[k]);
  // Between values only what is usual at the two sites counts.
  const std::vector<double> local =
      gap_limits(chain, static_cast<Index>(jumps.size()) + 1, kGapsBetweenValues);
  CHECK(local[0] == doctest::Approx(2.0));
  CHECK(local[3] == doctest::Approx(2.0 * std::sqrt(10.0)));
  CHECK(local[4] == doctest::Approx(20.0));
}

}  // namespace
}  // namespace brenier
