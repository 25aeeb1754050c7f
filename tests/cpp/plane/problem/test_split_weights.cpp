// Starts for clusters of near sites.
#include "brenier/plane/problem/split_weights.hpp"

#include <doctest/doctest.h>

#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace testing;

std::vector<Point> with_cluster(Random& random, double distance) {
  std::vector<Point> result = random.points(60);
  for (int k = 0; k < 30; ++k) result.push_back(result[7] + distance * random.point(-1.0, 1.0));
  return result;
}

TEST_CASE("no point stands for others unless three are near") {
  Random random(93);
  const std::vector<double> masses = equal_masses(62);
  std::vector<Point> points = random.points(60);
  points.push_back(points[3] + Point{1e-9, 0});
  points.push_back(points[5] + Point{0, 1e-9});
  CHECK_FALSE(standing_points(points, masses, 1e-6));
  points[61] = points[3] + Point{0, 1e-9};
  const auto groups = standing_points(points, masses, 1e-6);
  REQUIRE(groups);
  CHECK(groups->points.size() == 60);
  CHECK(groups->standing[60] == groups->standing[3]);
  CHECK(groups->standing[61] == groups->standing[3]);
  CHECK(groups->masses[groups->standing[3]] == doctest::Approx(3.0 / 62.0));
}

TEST_CASE("every cell of a cluster is a part of the cell that it is split from") {
  Random random(94);
  for (const double distance : {1e-7, 1e-9, 1e-11}) {
    const std::vector<Point> points = with_cluster(random, distance);
    const PlanarProblem problem = unmerged_problem_of(points, l_shape());
    const auto groups = standing_points(problem.points, problem.targets.masses, 1e-6);
    REQUIRE(groups);
    const Density& density = problem.source->density;
    const std::vector<double> base = similarity_weights(groups->points, problem.domain().polygon());
    const std::vector<double> weights = split_weights(problem.points, *groups, base, density, 1);
    const std::vector<double> masses = measures_of(problem, weights).masses;

    const RegularTriangulation triangulation(groups->points, base);
    const std::vector<double> whole =
        measure_cells(CellBoundaries(triangulation, problem.domain()), groups->points, density)
            .masses;
    std::vector<double> sums(whole.size(), 0.0);
    for (std::size_t k = 0; k < masses.size(); ++k) {
      sums[groups->standing[k]] += masses[k];
      CHECK(masses[k] > 1e-4 * whole[groups->standing[k]]);
    }
    for (std::size_t g = 0; g < sums.size(); ++g) {
      CHECK(sums[g] == doctest::Approx(whole[g]).epsilon(1e-4));
    }
  }
}

}  // namespace
}  // namespace brenier
