// Starts by fewer sites in space.
#include <doctest/doctest.h>

#include "brenier/space/measure/cell_moments.hpp"
#include "brenier/space/problem/coarse_sites.hpp"
#include "brenier/space/problem/prolongation.hpp"
#include "brenier/space/problem/spatial_engine.hpp"
#include "brenier/space/transport/solve.hpp"
#include "space/space_cases.hpp"

namespace brenier::space {
namespace {

using namespace testing;

std::vector<Point> five_clusters(int each) {
  std::vector<Point> result;
  for (const Point center : random_points(5, 1)) {
    // Sums of three even numbers are nearly normal.
    const std::vector<Point> a = random_points(each, 2 + static_cast<unsigned>(result.size()));
    const std::vector<Point> b = random_points(each, 3 + static_cast<unsigned>(result.size()));
    const std::vector<Point> c = random_points(each, 4 + static_cast<unsigned>(result.size()));
    for (int k = 0; k < each; ++k) {
      result.push_back(center + 0.1 * (a[k] + b[k] + c[k] - Point{1.5, 1.5, 1.5}));
    }
  }
  return result;
}

TEST_CASE("at the coarse sites themselves prolonged weights are theirs") {
  const OrderedSites sites(random_points(300, 1));
  const std::vector<double> weights = random_weights(300, 2, 0.005);
  const auto cube = unit_cube();
  const RegularTriangulation coarse(sites, weights, cube->local.bounds());
  const CellSurfaces surfaces(coarse, cube->local);
  const CellMoments cells = cell_moments(surfaces);
  REQUIRE(*std::min_element(cells.masses.begin(), cells.masses.end()) > 0.0);
  std::vector<Index> itself(300);
  for (Index k = 0; k < 300; ++k) itself[k] = k;
  const SiteGraph graph(coarse);
  const std::vector<double> prolonged =
      prolonged_weights({sites.points, weights, cells.centroids, graph, {}}, sites.points, itself);
  for (Index k = 0; k < 300; ++k) {
    CHECK(prolonged[k] == doctest::Approx(weights[k]).epsilon(1e-12).scale(1.0));
  }
}

TEST_CASE("the convex quadratic of a linear map is prolonged, but for what flattening takes off") {
  // The map x ↦ y with x = c + y / 2 has u*(y) = <c, y> + |y|²/4, so w = |y|² / 2 - 2 <c, y>.
  const Point shift{0.1, 0.2, 0.1};
  const OrderedSites sites(random_points(400, 3));
  std::vector<double> weights;
  std::vector<Point> gradients;
  for (const Point y : sites.points) {
    weights.push_back(0.5 * squared_norm(y) - 2.0 * dot(shift, y));
    gradients.push_back(shift + 0.5 * y);
  }
  const RegularTriangulation coarse(sites, weights, unit_cube()->local.bounds());
  const std::vector<Point> points = random_points(1000, 4, {0.1, 0.1, 0.1}, {0.9, 0.9, 0.9});
  std::vector<Index> nearest;
  for (const Point p : points) {
    const auto is_nearer = [&](Point a, Point b) {
      return squared_norm(a - p) < squared_norm(b - p);
    };
    const auto found = std::min_element(sites.points.begin(), sites.points.end(), is_nearer);
    nearest.push_back(static_cast<Index>(found - sites.points.begin()));
  }
  const SiteGraph graph(coarse);
  const std::vector<double> prolonged =
      prolonged_weights({sites.points, weights, gradients, graph, {}}, points, nearest);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const double exact = 0.5 * squared_norm(points[k]) - 2.0 * dot(shift, points[k]);
    const double height = 0.5 * squared_norm(points[k] - sites.points[nearest[k]]);
    CHECK(prolonged[k] >= exact - 1e-12);
    CHECK(prolonged[k] <= exact + 0.11 * height + 1e-12);
  }
}

TEST_CASE("coarse sites have the masses of their groups, and lead to a start without empty cells") {
  const SpatialProblem problem(five_clusters(1000), std::vector<double>(5000, 1.0 / 5000),
                               unit_cube());
  const SpatialEngine engine(problem);
  const auto coarser = engine.coarser(problem.targets.masses);
  REQUIRE(coarser);
  CHECK(coarser->targets().cell_count() < 1000);
  CHECK(exact_sum(coarser->targets().masses) == doctest::Approx(1.0).epsilon(1e-14));
  CHECK(engine.coarser(problem.targets.masses)->engine().coarser(coarser->targets().masses) ==
        nullptr);

  const NewtonResult result = solve(problem, {}, {.tol = 1e-9});
  CHECK(result.status == Status::kConverged);
  CHECK(result.coarse_steps > 0);
  CHECK(result.history.back().nit <= 8);  // 15 from the engine's own start, without repair
}

TEST_CASE("starts by fewer sites and repairs are the same bits with any number of threads") {
  const SpatialProblem problem(five_clusters(1000), std::vector<double>(5000, 1.0 / 5000),
                               unit_cube());
  CHECK(solve(problem, {}, {.tol = 1e-6, .workers = 1}).weights ==
        solve(problem, {}, {.tol = 1e-6, .workers = 3}).weights);
}

}  // namespace
}  // namespace brenier::space
