// Planar problems solved: cells have their masses, wherever the sites lie.
#include "brenier/transport/solve.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "brenier/plane/problem/transport_diagram.hpp"
#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("Newton converges on every domain - and the cells have their masses") {
  Random random(82);
  for (const NamedDomain& domain : domains()) {
    for (const auto& sites : {random.points(200), random.points(200, 20, 90)}) {
      CAPTURE(domain.name);
      std::vector<double> masses = random.numbers(200, 0.2, 1);
      const double sum = std::accumulate(masses.begin(), masses.end(), 0.0);
      for (double& mass : masses) mass /= sum;
      const PlanarProblem problem(sites, masses, source_of(domain));
      const NewtonResult result = solve(problem, {}, {});
      CHECK(result.status == Status::kConverged);
      CHECK(result.history.back().max_relative_error <= 1e-8);

      const auto diagram = transport_diagram(problem, result.weights, 1, {});
      const std::vector<double> found = diagram->masses();
      double worst = 0.0, mean = 0.0;
      const std::vector<double> weights = problem.site_weights(result.weights);
      for (int k = 0; k < 200; ++k) {
        worst = std::max(worst, std::abs(found[k] - masses[k]) / masses[k]);
        mean += masses[k] * weights[k];
      }
      CHECK(worst <= 1.01e-8);
      const double scale = 1.0 + std::abs(weights[0]);
      CHECK(std::abs(mean) < 1e-12 * scale);
      // The caller's weights say the same, and are a start that needs no step.
      const NewtonResult again = solve(problem, problem.to_points(weights), {.tol = 1e-6});
      CHECK(again.status == Status::kConverged);
      CHECK(again.history.size() == 1);
      CHECK(again.evaluations == 1);
    }
  }
}

TEST_CASE("two sites: the border and the weights in closed form - duplicates and empty sites") {
  for (const double m : {0.1, 0.5, 0.875}) {
    const PlanarProblem problem(std::vector<Point>{{0, 0.5}, {1, 0.5}, {0, 0.5}, {0.5, 0.5}},
                                std::vector<double>{0.75 * m, 1 - m, 0.25 * m, 0},
                                source_of(square()));
    const NewtonResult result = solve(problem, {}, {.tol = 1e-13});
    REQUIRE(result.status == Status::kConverged);
    const std::vector<double> w = problem.site_weights(result.weights);
    CHECK(w[0] - w[1] == doctest::Approx(2 * m - 1).epsilon(1e-12));
    CHECK(w[0] == w[2]);
    CHECK(m * w[0] + (1 - m) * w[1] == doctest::Approx(0.0));
    const std::vector<double> masses = transport_diagram(problem, result.weights, 1, {})->masses();
    CHECK(masses[0] == doctest::Approx(m));
    CHECK(masses[1] == doctest::Approx(1 - m));
    CHECK(masses[2] == 0.0);
    CHECK(masses[3] == 0.0);
  }
}

TEST_CASE(
    "sites without mass get empty cells wherever they lie - and take nothing from the others") {
  Random random(83);
  for (const NamedDomain& domain : {square(), u_shape()}) {
    CAPTURE(domain.name);
    std::vector<Point> sites = random.points(60, -0.5, 1.5);
    std::vector<double> masses(60, 0.0);
    for (int k = 0; k < 60; k += 3) masses[k] = 0.05;
    const PlanarProblem problem(sites, masses, source_of(domain));
    const NewtonResult result = solve(problem, {}, {});
    REQUIRE(result.status == Status::kConverged);
    const std::vector<double> found = transport_diagram(problem, result.weights, 1, {})->masses();
    for (int k = 0; k < 60; ++k) CHECK(std::abs(found[k] - masses[k]) < 1e-9);
  }
}

TEST_CASE("sites on one line are solved from weights that hide some of them") {
  Random random(90);
  std::vector<Point> sites;
  for (int k = 0; k < 200; ++k) sites.push_back({0.3 + 0.1 * random.uniform(), 0.5});
  const PlanarProblem problem(sites, equal_masses(200), source_of(square()));
  std::vector<double> start = similarity_start(problem);
  for (int k = 0; k < 200; k += 20) start[k] -= 1.0;
  const NewtonResult result = solve(problem, start, {});
  REQUIRE(result.status == Status::kConverged);
  // The cells are strips of width 1/200, whatever the start.
  const std::vector<double> own = solve(problem, {}, {}).weights;
  for (std::size_t k = 1; k < own.size(); ++k) {
    CHECK(result.weights[k] - result.weights[0] == doctest::Approx(own[k] - own[0]).epsilon(1e-7));
  }
}

TEST_CASE("two sites whose masses are those of three islands have their border in the gap") {
  const NamedDomain islands{"islands",
                            {rectangle(0, 0, 1, 1), rectangle(2, 0, 3, 1), rectangle(5, 0, 6, 1)}};
  for (const double first : {1.0 / 3.0, 2.0 / 3.0}) {
    const PlanarProblem problem(std::vector<Point>{{0, 0}, {1, 0}},
                                std::vector<double>{first, 1.0 - first}, source_of(islands));
    const NewtonResult result = solve(problem, {}, {});
    CHECK(result.status == Status::kConverged);
    CHECK(result.history.back().max_relative_error <= 1e-8);
    const std::vector<double> w = problem.site_weights(result.weights);
    const double border = 0.5 * (1.0 + w[0] - w[1]);
    CHECK(border >= (first < 0.5 ? 1.0 : 3.0) - 1e-7);
    CHECK(border <= (first < 0.5 ? 2.0 : 5.0) + 1e-7);
  }
}

TEST_CASE("sites in the notch of a U find their cells in tens of steps") {
  Random random(88);
  const NamedDomain u{
      "U", {{{0, 0}, {1, 0}, {1, 1}, {0.7, 1}, {0.7, 0.3}, {0.3, 0.3}, {0.3, 1}, {0, 1}}}};
  const PlanarProblem problem(random.points(4000), equal_masses(4000), source_of(u));
  const NewtonResult result = solve(problem, {}, {});
  CHECK(result.status == Status::kConverged);
  CHECK(result.history.back().nit <= 50);
}

TEST_CASE("few steps and diagrams suffice where masses or densities of sites differ widely") {
  Random random(89);
  NewtonSettings settings;
  settings.tol = 1e-6;
  const auto check = [&](const std::vector<Point>& sites, std::vector<double> masses) {
    const double sum = std::accumulate(masses.begin(), masses.end(), 0.0);
    for (double& mass : masses) mass /= sum;
    const NewtonResult result =
        solve(PlanarProblem(sites, masses, source_of(square())), {}, settings);
    CHECK(result.status == Status::kConverged);
    CHECK(result.history.back().nit <= 20);
    CHECK(result.evaluations <= 40);
  };
  std::vector<double> heavy(3000, 1.0), spread = random.numbers(3000, -6.0, 0.0);
  heavy[7] = 3000.0;
  for (double& mass : spread) mass = std::pow(10.0, mass);
  check(random.points(3000), heavy);
  check(random.points(3000), spread);
  check(random.clusters(3000, 10), std::vector<double>(3000, 1.0));
  std::vector<Point> two_scales = random.points(3000);
  for (int k = 0; k < 3000; k += 2) two_scales[k] = Point{0.3, 0.6} + 1e-3 * two_scales[k];
  check(two_scales, std::vector<double>(3000, 1.0));
}

}  // namespace
}  // namespace brenier
