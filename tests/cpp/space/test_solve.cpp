// Transports in space: closed forms, derivatives, duality, and what is asked of any solve.
#include <doctest/doctest.h>

#include <cmath>

#include "brenier/error.hpp"
#include "brenier/space/problem/spatial_engine.hpp"
#include "brenier/space/problem/transport_diagram.hpp"
#include "brenier/space/transport/solve.hpp"
#include "space/space_cases.hpp"

namespace brenier::space {
namespace {

using namespace testing;

std::vector<double> equal_masses(std::size_t count) {
  return std::vector<double>(count, 1.0 / static_cast<double>(count));
}

struct Solved {
  SpatialProblem problem;
  NewtonResult result;
  std::shared_ptr<const PowerDiagram> diagram;

  Solved(const std::vector<Point>& sites, const std::vector<double>& masses,
         std::shared_ptr<const Source> source, int workers = 1)
      : problem(sites, masses, std::move(source)),
        result(solve(problem, {}, {.tol = 1e-9, .workers = workers})),
        diagram(transport_diagram(problem, result.weights, workers, {})) {}

  /// ∫ρ |x - y|², from the moments of the cells.
  double cost(const std::vector<Point>& sites) const {
    const CellMoments cells = diagram->moments();
    double sum = 0.0;
    for (std::size_t k = 0; k < sites.size(); ++k) {
      if (cells.masses[k] == 0.0) continue;
      sum +=
          cells.second_moments[k] + cells.masses[k] * squared_norm(cells.centroids[k] - sites[k]);
    }
    return sum;
  }
};

void check_masses(const Solved& solved, const std::vector<double>& masses, double tol = 1e-9) {
  CHECK(solved.result.status == Status::kConverged);
  const std::vector<double> reached = solved.diagram->masses();
  for (std::size_t k = 0; k < masses.size(); ++k) {
    CHECK(std::abs(reached[k] - masses[k]) <= tol * masses[k] + 1e-16);
  }
}

TEST_CASE("one site costs the variance of the cube and its squared distance") {
  const std::vector<Point> site{{0.75, -0.5, 2.5}};
  const Solved solved(site, {1.0}, unit_cube());
  CHECK(solved.cost(site) ==
        doctest::Approx(0.25 + squared_norm(site[0] - Point{0.5, 0.5, 0.5})).epsilon(1e-13));
}

TEST_CASE("on a lattice the Voronoi cells are the solution, of cost 1 over 4 k²") {
  for (const int count : {1, 2, 3, 7}) {
    const std::vector<Point> sites = lattice(count);
    const Solved solved(sites, equal_masses(sites.size()), unit_cube());
    CHECK(solved.result.history.back().nit == 0);
    CHECK(solved.cost(sites) == doctest::Approx(0.25 / (count * count)).epsilon(1e-12));
  }
}

TEST_CASE("slabs of given masses are as thick as these") {
  const std::vector<Point> sites{{0.1, 0.3, 0.2}, {0.5, 0.3, 0.2}, {0.7, 0.3, 0.2}};
  const std::vector<double> masses{0.2, 0.5, 0.3};
  const Solved solved(sites, masses, unit_cube());
  check_masses(solved, masses, 1e-12);
  const CellMoments cells = solved.diagram->moments();
  CHECK(cells.centroids[0].x == doctest::Approx(0.1).epsilon(1e-9));
  CHECK(cells.centroids[1].x == doctest::Approx(0.45).epsilon(1e-9));
  CHECK(cells.centroids[2].x == doctest::Approx(0.85).epsilon(1e-9));
}

TEST_CASE("random sites and masses, clusters, planes, and sites far away are solved") {
  const auto ten_clusters = [] {
    std::vector<Point> result;
    for (const Point p : random_points(10, 1)) {
      for (const Point q : random_points(60, 2)) {
        result.push_back(p + 0.1 * (q - Point{0.5, 0.5, 0.5}));
      }
    }
    return result;
  };
  std::vector<Point> plane = random_points(200, 3);
  for (Point& p : plane) p.z = 0.25;
  std::vector<Point> line = random_points(50, 4);
  for (Point& p : line) p = {p.x, p.x, p.x};
  const std::vector<std::vector<Point>> cases{
      random_points(400, 5),
      ten_clusters(),
      plane,
      line,
      random_points(100, 6, {50, 50, 50}, {51, 51, 52}),
      random_points(100, 6, {0.3, 0.3, 0.3}, {0.300001, 0.3000001, 0.300001}),
      random_points(100, 6, {-1e9, 0, 0}, {1e9, 1e9, 1e9})};
  for (const auto& sites : cases) {
    std::vector<double> masses;
    double sum = 0.0;
    for (const Point p : random_points(static_cast<int>(sites.size()), 7)) {
      masses.push_back(0.2 + p.x);
      sum += masses.back();
    }
    for (double& mass : masses) mass /= sum;
    check_masses(Solved(sites, masses, unit_cube()), masses);
  }
}

TEST_CASE("copies share a cell, and sites without mass have none") {
  std::vector<Point> sites = random_points(40, 8);
  sites[5] = sites[30];
  sites[6] = sites[30];
  std::vector<double> masses(40, 1.0 / 38);
  masses[11] = masses[12] = 0.0;
  const Solved solved(sites, masses, unit_cube());
  const std::vector<double> reached = solved.diagram->masses();
  CHECK(reached[5] == doctest::Approx(3.0 / 38).epsilon(1e-9));
  CHECK(reached[30] == 0.0);
  CHECK(reached[11] == 0.0);
  CHECK(solved.problem.first_of_group()[30] == 5);
}

TEST_CASE("the cost is the value of the dual") {
  const std::vector<Point> sites = random_points(300, 9, {0.2, 0, 0}, {0.9, 2, 1});
  const std::vector<double> masses = equal_masses(300);
  const Solved solved(sites, masses, unit_cube());
  // Σ ν_i w_i + ∫ min_i (|x - y_i|² - w_i) ρ, the first of which is 0 for the weights returned.
  const std::vector<double> weights = solved.problem.site_weights(solved.result.weights);
  const std::vector<double> reached = solved.diagram->masses();
  double mean = 0.0, dual = solved.cost(sites);
  for (std::size_t k = 0; k < 300; ++k) {
    mean += masses[k] * weights[k];
    dual -= reached[k] * weights[k];
  }
  CHECK(std::abs(mean) < 1e-13);
  CHECK(dual == doctest::Approx(solved.cost(sites)).epsilon(1e-9));
}

TEST_CASE("conductances are the derivatives of the masses") {
  const std::vector<Point> sites = random_points(30, 10);
  const SpatialProblem problem(sites, equal_masses(30), unit_cube());
  const SpatialEngine engine(problem);
  std::vector<double> weights = random_weights(30, 11, 0.02);
  const auto measured = [&] { return engine.measure(weights, nullptr, {}, {30, {}})->of_source; };
  const CellMeasures at = measured();
  std::vector<double> row(30);
  const Index raised = 17;
  for (const Facet& f : at.facets) {
    if (f.i == raised) row[f.j] -= f.conductance;
    if (f.j == raised) row[f.i] -= f.conductance;
    if (f.i == raised || f.j == raised) row[raised] += f.conductance;
  }
  constexpr double kStep = 1e-5;
  weights[raised] += kStep;
  const CellMeasures above = measured();
  weights[raised] -= 2 * kStep;
  const CellMeasures below = measured();
  CHECK(row[raised] > 0.0);
  for (Index k = 0; k < 30; ++k) {
    CHECK((above.masses[k] - below.masses[k]) / (2 * kStep) ==
          doctest::Approx(row[k]).epsilon(1e-5).scale(row[raised]));
  }
}

TEST_CASE("a convex polyhedron is a domain as good as a box") {
  const auto octahedron = std::make_shared<const Source>(Source(
      {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}},
      {{0, 2, 4}, {2, 1, 4}, {1, 3, 4}, {3, 0, 4}, {2, 0, 5}, {1, 2, 5}, {3, 1, 5}, {0, 3, 5}}));
  const std::vector<double> masses = equal_masses(250);
  check_masses(Solved(random_points(250, 12, {-1, -1, -1}), masses, octahedron), masses);
}

TEST_CASE("a transport has the same bits with any number of threads") {
  const std::vector<Point> sites = random_points(3000, 13);
  const std::vector<double> masses = equal_masses(3000);
  const Solved one(sites, masses, unit_cube(), 1), three(sites, masses, unit_cube(), 3);
  CHECK(one.result.weights == three.result.weights);
}

TEST_CASE("an interruption passes through") {
  struct Stop {};
  int left = 20;
  const NewtonSettings settings{.interrupt = [&] {
    if (--left == 0) throw Stop{};
  }};
  const SpatialProblem problem(random_points(3000, 14), equal_masses(3000), unit_cube());
  CHECK_THROWS_AS(solve(problem, {}, settings), Stop);
}

TEST_CASE("bad sites, masses and weights are refused by name") {
  const auto problem = [](std::vector<Point> sites, std::vector<double> masses) {
    return SpatialProblem(sites, masses, unit_cube());
  };
  CHECK_THROWS_WITH_AS(problem({}, {}), "sites: none given; expected at least one",
                       InvalidArgument);
  CHECK_THROWS_AS(problem({{0, 0, std::nan("")}}, {1.0}), InvalidArgument);
  CHECK_THROWS_AS(problem({{0, 0, 0}}, {0.5}), InvalidArgument);
  CHECK_THROWS_AS(problem({{0, 0, 0}}, {1.0}).to_points(std::vector<double>{1.0, 2.0}),
                  InvalidArgument);
  CHECK_THROWS_AS(
      PowerDiagram(std::vector<Point>{{0, 0, 0}}, std::vector<double>{1e300}, unit_cube()),
      InvalidArgument);
}

}  // namespace
}  // namespace brenier::space
