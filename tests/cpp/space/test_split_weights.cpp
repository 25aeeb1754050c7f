// Starts for clusters of near sites in space.
#include <doctest/doctest.h>

#include "brenier/space/measure/measure_cells.hpp"
#include "brenier/space/problem/split_weights.hpp"
#include "brenier/space/problem/start_weights.hpp"
#include "space/space_cases.hpp"

namespace brenier::space {
namespace {

using namespace testing;

std::vector<double> masses_of(const std::vector<Point>& points, std::vector<double> weights) {
  const auto cube = unit_cube();
  const OrderedSites sites(points);
  const RegularTriangulation triangulation(sites, std::move(weights), cube->local.bounds());
  return measure_cells(CellSurfaces(triangulation, cube->local)).masses;
}

TEST_CASE("every cell of a cluster in space is a part of the cell that it is split from") {
  const ConvexPolyhedron domain = unit_cube()->local;
  for (const double distance : {1e-7, 1e-9, 1e-10}) {
    std::vector<Point> points = random_points(60, 1);
    for (const Point aside : random_points(30, 2, {-1, -1, -1}, {1, 1, 1})) {
      points.push_back(points[7] + distance * aside);
    }
    const std::vector<double> equal(points.size(), 1.0 / static_cast<double>(points.size()));
    const auto groups = standing_points(points, equal, 1e-6);
    REQUIRE(groups);
    REQUIRE(groups->points.size() == 60);
    const std::vector<double> base = similarity_weights(groups->points, domain);
    const std::vector<double> whole = masses_of(groups->points, base);
    const std::vector<double> masses =
        masses_of(points, split_weights(points, *groups, base, domain, 1));
    std::vector<double> sums(whole.size(), 0.0);
    for (std::size_t k = 0; k < masses.size(); ++k) {
      sums[groups->standing[k]] += masses[k];
      CHECK(masses[k] > 1e-5 * whole[groups->standing[k]]);
    }
    for (std::size_t g = 0; g < sums.size(); ++g) {
      CHECK(sums[g] / whole[g] == doctest::Approx(1.0).epsilon(1e-4));
    }
  }
}

}  // namespace
}  // namespace brenier::space
