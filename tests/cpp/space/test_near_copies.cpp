// Sites in space that doubles cannot tell apart are one site.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "brenier/error.hpp"
#include "brenier/near_points.hpp"
#include "brenier/space/problem/spatial_problem.hpp"
#include "space/space_cases.hpp"

namespace brenier::space {
namespace {

using namespace testing;

const double kNext = std::nextafter(0.3, 1.0);

std::vector<double> thirds() { return std::vector<double>(3, 1.0 / 3.0); }

TEST_CASE("near copies in space share a point at the place of the heaviest") {
  const std::vector<Point> sites{
      {0.3, 0.4, 0.2}, {0.8, 0.5, 0.2}, {kNext, 0.4, 0.2}, {kNext, 0.4, 0.2}, {0.3, 0.4, 0.2}};
  const SpatialProblem problem(sites, std::vector<double>{0.125, 0.25, 0.25, 0.25, 0.125},
                               unit_cube());
  CHECK(problem.first_of_group() == std::vector<Index>{0, 1, 0, 0, 0});
  REQUIRE(problem.points.size() == 2);
  const Index point = problem.point_of[problem.sites.group[0]];
  CHECK(problem.points[point] == Point{kNext, 0.4, 0.2});
  CHECK(problem.targets.masses[point] == 0.75);
  CHECK(problem.site_of_point(point) == 0);

  // One without mass is left alone, and the others are far enough apart.
  const SpatialProblem bare(sites, std::vector<double>{0.0, 0.25, 0.5, 0.25, 0.0}, unit_cube());
  CHECK(bare.first_of_group() == std::vector<Index>{0, 1, 2, 2, 0});
  const std::vector<Point> three{{0.3, 0.4, 0.2}, {0.3, 0.4, 0.2 + 1e-9}, {0.8, 0.5, 0.2}};
  CHECK(SpatialProblem(three, thirds(), unit_cube()).first_of_group() ==
        std::vector<Index>{0, 1, 2});
}

TEST_CASE("the distance for copies in space shrinks with the cube root of a mass, to an end") {
  std::vector<Point> points = random_points(100, 1);
  points.push_back(points[0]);
  std::vector<double> masses(101, 1.0 / 108.0);
  masses[100] = 8.0 * masses[0];
  const std::shared_ptr<const Source> source = unit_cube();
  const ConvexPolyhedron& domain = source->local;
  const CopyDistance distance(points, masses, domain.bounds(), domain.volume());
  CHECK(distance(0) / distance(100) == doctest::Approx(2.0).epsilon(1e-12));
  for (Index k = 0; k <= 100; ++k) {
    CHECK(distance(k) > 1e-14);
    CHECK(distance(k) <= distance.largest());
  }
  CHECK(distance.largest() < 1e-12);
  masses[7] = 1e-60;
  const CopyDistance tiny(points, masses, domain.bounds(), domain.volume());
  CHECK(tiny(7) < 2e-7);
  CHECK(tiny(7) > 1e-8);
}

TEST_CASE("groups of sites in space may be given - and are refused if they are none") {
  const std::vector<Point> sites{{0.3, 0.4, 0.2}, {kNext, 0.4, 0.2}, {0.8, 0.5, 0.2}};
  const auto groups_of = [&](const std::vector<Index>& given) {
    return SpatialProblem(sites, thirds(), unit_cube(), {}, given).first_of_group();
  };
  CHECK(groups_of({0, 0, 2}) == std::vector<Index>{0, 0, 2});
  CHECK(groups_of({0, 1, 2}) == std::vector<Index>{0, 1, 2});
  CHECK_THROWS_WITH_AS((void)groups_of({0, 0}), "groups: got 2; expected one per site, 3",
                       InvalidArgument);
  for (const auto& wrong : {std::vector<Index>{0, 2, 2}, {0, -1, 2}, {0, 0, 1}, {0, 0, 0}}) {
    CHECK_THROWS_AS((void)groups_of(wrong), InvalidArgument);
  }
}

TEST_CASE("representatives in space are those of the greedy rule") {
  std::vector<Point> points = random_points(150, 2);
  const std::vector<Point> moves = random_points(150, 3, {-1, -1, -1}, {1, 1, 1});
  const double radius = 1e-10;
  for (int k = 0; k < 150; ++k) {
    points.push_back(points[k % 20] + radius * std::pow(10.0, -1.0 + 0.02 * k) * moves[k]);
  }
  const std::vector<Index> found =
      representatives(points, {[=](Index) { return radius; }, radius}, std::less<Index>());
  std::vector<Index> standing;
  for (Index k = 0; k < 300; ++k) {
    Index nearest = k;
    double least = std::nextafter(radius, 1.0);
    for (const Index s : standing) {
      if (norm(points[s] - points[k]) >= least) continue;
      nearest = s;
      least = norm(points[s] - points[k]);
    }
    CHECK(found[k] == nearest);
    if (nearest == k) standing.push_back(k);
  }
  CHECK(standing.size() < 280);
  CHECK(standing.size() > 150);
}

}  // namespace
}  // namespace brenier::space
