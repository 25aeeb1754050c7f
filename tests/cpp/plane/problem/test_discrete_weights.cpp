#include "brenier/plane/problem/discrete_weights.hpp"

#include <doctest/doctest.h>

#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace testing;

NamedDomain two_squares(double gap) {
  return {"two squares", {rectangle(0, 0, 1, 1), rectangle(gap, 0, gap + 1, 1)}};
}

TEST_CASE("the discrete start leaves no cell empty or far from its mass - however wide a gap") {
  Random random(90);
  for (const double gap : {2.0, 1e2, 1e4}) {
    for (const int count : {3, 40, 700}) {
      CAPTURE(gap);
      CAPTURE(count);
      std::vector<Point> sites = random.points(count);
      for (int k = 0; k < count; k += 2) sites[k].x += gap;
      const PlanarProblem problem = problem_of(sites, two_squares(gap));
      const CellMeasures measures = measures_of(
          problem,
          discrete_weights(problem.points, problem.targets.masses, problem.source->density));
      CHECK(smallest(measures.masses) > 0.05 / count);
      CHECK(problem.targets.max_relative_error(measures.masses) < 2.5);
    }
  }
}

TEST_CASE("where parts have the masses of some cells exactly - prices are in the middle") {
  // A line in the gap from 1 to 99 divides; |x - 0|² - w_0 = |x - 10|² - w_1 at x = 50.
  const PlanarProblem problem = problem_of({{0, 0.5}, {10, 0.5}}, two_squares(99));
  const std::vector<double> weights =
      discrete_weights(problem.points, problem.targets.masses, problem.source->density);
  const Point y = problem.points[0], z = problem.points[1];
  const double border =
      (squared_norm(z) - squared_norm(y) - (weights[1] - weights[0])) / (2.0 * (z.x - y.x));
  CHECK(problem.source->similarity.from_local({border, 0.0}).x ==
        doctest::Approx(50.0).epsilon(0.02));
}

}  // namespace
}  // namespace brenier
