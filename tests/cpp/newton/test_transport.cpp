#include <doctest/doctest.h>

#include <numeric>
#include <stdexcept>

#include "brenier/error.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "brenier/plane/problem/monge_map.hpp"
#include "brenier/plane/problem/similarity_weights.hpp"
#include "brenier/transport/solve.hpp"
#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("Problem: duplicates are merged - sites without mass are left out - masses sum to one") {
  const std::vector<Point> sites{{0.1, 0.1}, {0.9, 0.2}, {0.1, 0.1}, {0.5, 0.9}, {0.9, 0.2}};
  const std::vector<double> masses{0.25, 0.125, 0.375, 0.0, 0.25};
  const PlanarProblem problem(sites, masses, source_of(square()));
  CHECK(problem.sites.size() == 3);
  REQUIRE(problem.points.size() == 2);
  CHECK(problem.sites.group[0] == problem.sites.group[2]);
  CHECK(problem.sites.group[1] == problem.sites.group[4]);
  CHECK(problem.point_of[problem.sites.group[3]] == kNone);
  CHECK(problem.targets.masses[problem.point_of[problem.sites.group[0]]] == 0.625);
  CHECK(problem.targets.masses[problem.point_of[problem.sites.group[1]]] == 0.375);

  // Masses that are off by rounding are taken as shares of their sum.
  const PlanarProblem off(std::vector<Point>{{0, 0}, {1, 1}}, std::vector<double>{0.5, 0.5 + 8e-10},
                          source_of(square()));
  CHECK(off.targets.masses[0] + off.targets.masses[1] == doctest::Approx(1.0).epsilon(1e-15));

  // Of the weights of a group the highest counts.
  const std::vector<double> start = problem.to_points(std::vector<double>{1, 2, 3, 4, 5});
  const double one = problem.to_points(std::vector<double>{3, 5, 0, 0, 0})[0];
  CHECK(start[0] == one);
}

TEST_CASE("PlanarProblem names what is wrong with it") {
  const std::vector<Point> sites{{0, 0}, {1, 1}, {0, 1}};
  const auto refusal = [&](std::vector<Point> y, std::vector<double> masses) {
    return message_of_throw<InvalidArgument>(
        [&] { PlanarProblem(y, masses, source_of(square())); });
  };
  const double kNaN = std::numeric_limits<double>::quiet_NaN();
  CHECK(contains_text(refusal({}, {}), "sites: none given"));
  CHECK(contains_text(refusal({{0, 0}, {1, kNaN}}, {0.5, 0.5}), "sites[1] is (1, nan)"));
  CHECK(contains_text(refusal(sites, {0.5, 0.5}), "masses: got 2; expected one per site, 3"));
  CHECK(contains_text(refusal(sites, {0.5, 0.5, kNaN}), "masses[2] is nan"));
  CHECK(contains_text(refusal(sites, {0.75, -0.25, 0.5}), "masses[1] is -0.25"));
  CHECK(contains_text(refusal(sites, {0.5, 0.5, 0.5}), "masses sum to 1.5"));
  CHECK(contains_text(refusal(sites, {0.5, 0.5, 1e-8}), "normalise them"));
  CHECK(contains_text(refusal(sites, {0, 0, 0}), "masses sum to 0"));
  const PlanarProblem problem = problem_of(sites, square());
  CHECK(contains_text(
      message_of_throw<InvalidArgument>([&] { (void)problem.to_groups(std::vector{0., 0.}); }),
      "point_weights: got 2"));
  CHECK(contains_text(message_of_throw<InvalidArgument>(
                          [&] { (void)problem.to_groups(std::vector{0., 1e201, 0.}); }),
                      "point_weights[1]"));
}

TEST_CASE("the gradient of the dual is that of its value") {
  Random random(81);
  const PlanarProblem problem(random.points(30), equal_masses(30), source_of(l_shape()));
  const Uniform& density = std::get<Uniform>(problem.source->density);
  const auto value = [&](const std::vector<double>& w) {
    const RegularTriangulation triangulation(problem.points, w);
    const CellMoments m =
        cell_moments(CellBoundaries(triangulation, density.domain()), 30, density);
    double sum = 0.0;
    for (int k = 0; k < 30; ++k) {
      sum += w[k] * (problem.targets.masses[k] - m.masses[k]) + m.second_moments[k];
      if (m.masses[k] == 0.0) continue;
      sum += m.masses[k] * squared_norm(m.centroids[k] - problem.points[k]);
    }
    return sum;
  };
  const std::vector<double> weights = random.numbers(30, 0, 0.02);
  std::vector<double> gradient = problem.targets.masses;
  const std::vector<double> masses = measures_of(problem, weights).masses;
  for (int k = 0; k < 30; ++k) gradient[k] -= masses[k];
  const double h = 1e-5;
  double worst = 0.0, largest = 0.0;
  for (int k = 0; k < 30; ++k) {
    std::vector<double> plus(weights), minus(weights);
    plus[k] += h;
    minus[k] -= h;
    worst = std::max(worst, std::abs((value(plus) - value(minus)) / (2 * h) - gradient[k]));
    largest = std::max(largest, std::abs(gradient[k]));
  }
  CHECK(largest > 0.01);
  CHECK(worst < 1e-8);
}

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
      const std::vector<double> weights = site_weights(problem, result.weights);
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
    const std::vector<double> w = site_weights(problem, result.weights);
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

TEST_CASE("every way to end has its status - and the history tells the steps") {
  Random random(84);
  const PlanarProblem problem = problem_of(random.clusters(200), square());
  const NewtonResult full = solve(problem, {}, {});
  REQUIRE(full.status == Status::kConverged);
  REQUIRE(full.history.size() > 4);
  CHECK(full.evaluations >= static_cast<int>(full.history.size()));
  CHECK(std::isnan(full.history[0].step));
  for (std::size_t k = 0; k < full.history.size(); ++k) {
    CHECK(full.history[k].nit == static_cast<int>(k));
    if (k == 0) continue;
    CHECK(full.history[k].step > 0.0);
    CHECK(full.history[k].step <= 1.0);
    CHECK(full.history[k].seconds >= full.history[k - 1].seconds);
    CHECK(full.history[k - 1].max_relative_error > 1e-8);
  }
  CHECK(full.history.back().step == 1.0);

  const NewtonResult short_of = solve(problem, {}, {.max_iter = 2});
  CHECK(short_of.status == Status::kMaxIterations);
  CHECK(short_of.history.size() == 3);
  CHECK(short_of.history[2].max_relative_error == full.history[2].max_relative_error);
  const NewtonResult none = solve(problem, {}, {.max_iter = 0});
  CHECK(none.status == Status::kMaxIterations);
  CHECK(none.history.size() == 1);

  std::vector<int> told;
  NewtonSettings settings;
  settings.callback = [&](const StepRecord& record) {
    told.push_back(record.nit);
    return record.nit < 3;
  };
  const NewtonResult stopped = solve(problem, {}, settings);
  CHECK(stopped.status == Status::kStopped);
  CHECK(told == std::vector<int>{1, 2, 3});
  CHECK(stopped.history.size() == 4);

  const NewtonResult stalled = solve(problem, {}, {.tol = 1e-300});
  CHECK(stalled.status == Status::kStalled);
  CHECK(stalled.history.back().max_relative_error < 1e-10);

  // Distinct, but the strip between their bisectors is thinner than any double tells.
  const PlanarProblem hopeless = problem_of({{0, 0}, {1e-300, 0}, {2e-300, 0}, {1, 1}}, square());
  const NewtonResult no_start = solve(hopeless, {}, {});
  CHECK(no_start.status == Status::kNoStart);
  CHECK(no_start.history.size() == 1);

  CHECK(name_of(Status::kNoStart) == "no_start");
  CHECK(name_of(Status::kConverged) == "converged");
}

TEST_CASE("evaluations are the power diagrams - and the interrupt's exception passes through") {
  Random random(85);
  const PlanarProblem problem = problem_of(random.points(50), square());
  int checks = 0;
  NewtonSettings settings;
  settings.interrupt = [&] { ++checks; };
  const NewtonResult result = solve(problem, {}, settings);
  // Seven checks a diagram: while sites are inserted, of the triangulation, and before every block of power
  // centres, of facets to be clipped, of cells to be measured; two a solve by Cholesky.
  const int solves = static_cast<int>(result.history.size()) - 1;
  CHECK(checks == 7 * result.evaluations + 2 * solves);
  int left = checks / 2;
  settings.interrupt = [&] {
    if (--left == 0) throw std::runtime_error("stop");
  };
  CHECK_THROWS_WITH_AS((void)solve(problem, {}, settings), "stop", std::runtime_error);
}

TEST_CASE("a bad start is replaced - and does not change the solution") {
  Random random(86);
  const PlanarProblem problem = problem_of(random.points(100), square());
  const NewtonResult own = solve(problem, {}, {});
  for (const std::vector<double>& start :
       {random.numbers(100, -5, 5), std::vector<double>(100, 1e300),
        std::vector<double>(100, std::numeric_limits<double>::quiet_NaN())}) {
    const NewtonResult result = solve(problem, start, {});
    REQUIRE(result.status == Status::kConverged);
    CHECK(result.weights == own.weights);
  }
  // Any number of workers, the same bits.
  CHECK(solve(problem, {}, {.workers = 3}).weights == own.weights);
  CHECK(contains_text(
      message_of_throw<InvalidArgument>([&] { (void)solve(problem, {}, {.tol = 0.0}); }),
      "tol is 0"));
  CHECK(contains_text(
      message_of_throw<InvalidArgument>([&] { (void)solve(problem, {}, {.max_iter = -1}); }),
      "max_iter is -1"));
}

}  // namespace
}  // namespace brenier
