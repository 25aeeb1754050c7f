#include "brenier/plane/problem/quantile_weights.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "brenier/plane/density/gaussian_source.hpp"
#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace testing;

std::vector<Source> sources_of_every_kind() {
  Random random(7);
  std::vector<Source> result;
  for (const NamedDomain& domain : domains()) result.push_back(uniform_source(domain.rings));
  result.push_back(raster_source({{0, 0}, {3, 1}}, random.numbers(600, 0.0, 1.0), 30));
  result.push_back(bilinear_source({{0, 0}, {1, 2}}, random.numbers(200, 0.0, 1.0), 10));
  result.push_back(gaussian_source({}, std::vector<Point>{{0, 0}, {3, 1}},
                                   std::vector<Covariance>{{1, 0.5, 0.5, 1}, {0.1, 0, 0, 0.2}},
                                   std::vector<double>{1.0, 2.0}, true));
  return result;
}

TEST_CASE("the start for points on a line is the solution - under any source") {
  Random random(8);
  for (Source& source : sources_of_every_kind()) {
    const auto shared = std::make_shared<const Source>(std::move(source));
    const Box box = domain_of(shared->density).polygon().box();
    for (const Point direction : {Point{1, 0}, Point{0, 1}, Point{0.6, -0.8}}) {
      std::vector<Point> sites;
      std::vector<double> masses;
      for (int k = 0; k < 40; ++k) {
        sites.push_back(shared->similarity.from_local(
            box.center() + (random.uniform(-0.7, 0.7) * box.size()) * direction));
        masses.push_back(random.uniform(0.2, 1.0));
      }
      double sum = 0.0;
      for (const double mass : masses) sum += mass;
      for (double& mass : masses) mass /= sum;
      const PlanarProblem problem(sites, masses, shared);
      const std::vector<double> weights =
          quantile_weights(problem.points, problem.targets.masses, shared->density);
      REQUIRE(weights.size() == sites.size());
      const CellMeasures measures = measures_of(problem, weights);
      CHECK(problem.targets.max_relative_error(measures.masses) < 1e-8);
    }
  }
}

TEST_CASE("points beside a line have no such start") {
  const Source source = uniform_source({{{0, 0}, {1, 0}, {1, 1}, {0, 1}}});
  std::vector<Point> points{{0, 0}, {0.25, 0}, {0.5, 1e-4}, {1, 0}};
  const std::vector<double> masses(4, 0.25);
  CHECK(quantile_weights(points, masses, source.density).size() == 4);
  points[2].y = 0.02;
  CHECK(quantile_weights(points, masses, source.density).empty());
}

}  // namespace
}  // namespace brenier
