#include "brenier/plane/problem/similarity_weights.hpp"

#include <doctest/doctest.h>

#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("the similarity start leaves no cell empty - for any sites in any domain") {
  Random random(80);
  for (const NamedDomain& domain : domains()) {
    const std::vector<std::vector<Point>> site_sets{random.points(100),
                                                    random.points(100, -50, 80),
                                                    random.points(100, 0.3, 0.301),
                                                    random.points(100, 1e3, 2e3),
                                                    random.clusters(100),
                                                    grid(10, 0.1, {7, -9}),
                                                    {{0.4, 0.4}, {0.4, 9}},
                                                    {{3, 3}}};
    for (const std::vector<Point>& sites : site_sets) {
      CAPTURE(domain.name);
      CAPTURE(sites[0].x);
      const PlanarProblem problem = problem_of(sites, domain);
      const CellMeasures measures = measures_of(problem, similarity_start(problem));
      CHECK(measures.masses.size() == sites.size());
      CHECK(smallest(measures.masses) > 0.0);
    }
  }
}

TEST_CASE("the similarity start puts the sites' box into a convex domain as large as it goes") {
  // Sites in the corners of a box of the domain's shape: cells as large as it were without the
  // move.
  const NamedDomain wide{"wide", {rectangle(0, 0, 4, 2)}};
  const PlanarProblem problem = problem_of({{10, 10}, {18, 10}, {10, 14}, {18, 14}}, wide);
  const CellMeasures measures = measures_of(problem, similarity_start(problem));
  for (const double mass : measures.masses) CHECK(mass == doctest::Approx(0.25).epsilon(0.03));
  // w = (1 - s) |y|² + …, so that second differences along a line tell s.
  const Polygon domain(wide.rings);
  const std::vector<double> w =
      similarity_weights(std::vector<Point>{{0, 0}, {1, 0}, {2, 0}, {0, 1}}, domain);
  const double scale = 1.0 - 0.5 * (w[0] - 2.0 * w[1] + w[2]);
  CHECK(scale <= 2.0);
  CHECK(scale >= 1.95);
  // In the triangle with the right angle at 0, a square box of side 1/2 of the legs fits.
  const NamedDomain right{"right", {{{0, 0}, {1, 0}, {0, 1}}}};
  const PlanarProblem in_triangle = problem_of({{0, 0}, {1, 0}, {0, 1}, {1, 1}}, right);
  const std::vector<double> masses = measures_of(in_triangle, similarity_start(in_triangle)).masses;
  // The Voronoi cells of a square of side 1/2 at the corner: cut at 1/4.
  double sum = 0.0;
  for (const double mass : masses) sum += mass;
  CHECK(sum == doctest::Approx(1.0).epsilon(1e-13));
  CHECK(*std::max_element(masses.begin(), masses.end()) < 0.5);
  CHECK(smallest(masses) > 0.1);
}

}  // namespace
}  // namespace brenier
