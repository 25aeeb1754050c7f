#include "brenier/map/value_edges.hpp"

#include <doctest/doctest.h>

#include "inputs/domains.hpp"
#include "inputs/extended.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("between values that are the sites, edges are those of the sites") {
  const Extended e(Random(1).points(200));
  std::vector<double> values;
  for (const Point y : e.sites) values.insert(values.end(), {y.x, 0.0, y.y});
  const Rows<const double> rows{values.data(), static_cast<Index>(e.sites.size()), 3};
  const std::vector<MapEdge> edges = value_edges<double>(e.mesh->edges(), rows);
  REQUIRE(edges.size() == e.mesh->edges().size());
  for (std::size_t k = 0; k < edges.size(); ++k) {
    const MapEdge& expected = e.mesh->edges()[k];
    CHECK(edges[k].sites == expected.sites);
    CHECK(edges[k].jump == doctest::Approx(expected.jump).epsilon(1e-14));
    CHECK(edges[k].angle == doctest::Approx(expected.angle).epsilon(1e-7));
  }
}

TEST_CASE("the angle between values is right when they are nearly the same") {
  const std::vector<MapEdge> edge{{{0, 1}, 0.0, 0.0}};
  for (const double slope : {0.0, 1.0, 1000.0}) {
    const std::vector<double> values{slope, slope + 1e-6};
    const double step = values[1] - values[0];
    const MapEdge found = value_edges<double>(edge, {values.data(), 2, 1})[0];
    CHECK(found.jump == step);
    CHECK(found.angle / (step / (1 + slope * slope)) == doctest::Approx(1.0).epsilon(1e-3));
  }
}

TEST_CASE("differences of single precision are taken in double") {
  const std::vector<float> values{16777216.0f, -1.0f};
  const std::vector<MapEdge> edge{{{0, 1}, 0.0, 0.0}};
  CHECK(value_edges<float>(edge, {values.data(), 2, 1})[0].jump == 16777217.0);
}

}  // namespace
}  // namespace brenier
