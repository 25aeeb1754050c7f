// Planar problems: what is merged, what is refused, and what their dual is.
#include "brenier/plane/problem/planar_problem.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "brenier/error.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/problem/near_copies.hpp"
#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("duplicates are merged - sites without mass are left out - masses sum to one") {
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

TEST_CASE("near copies share a point at the place of the heaviest") {
  const double next = std::nextafter(0.3, 1.0);
  const std::vector<Point> sites{{0.3, 0.4}, {0.8, 0.5}, {next, 0.4}, {next, 0.4}, {0.3, 0.4}};
  const std::vector<double> masses{0.125, 0.25, 0.25, 0.25, 0.125};
  const PlanarProblem problem(sites, masses, source_of(square()));
  CHECK(problem.first_of_group() == std::vector<Index>{0, 1, 0, 0, 0});
  REQUIRE(problem.points.size() == 2);
  const Index point = problem.point_of[problem.sites.group[0]];
  CHECK(problem.points[point] == Point{next, 0.4});
  CHECK(problem.targets.masses[point] == 0.75);
  CHECK(problem.site_of_point(point) == 0);
  CHECK(problem.site_of_point(1 - point) == 1);

  // One without mass is left alone, and the others are far enough apart.
  const PlanarProblem bare(sites, std::vector<double>{0.0, 0.25, 0.5, 0.25, 0.0},
                           source_of(square()));
  CHECK(bare.first_of_group() == std::vector<Index>{0, 1, 2, 2, 0});
  const std::vector<Point> three{{0.3, 0.4}, {0.3 + 1e-9, 0.4}, {0.8, 0.5}};
  const PlanarProblem apart(three, equal_masses(3), source_of(square()));
  CHECK(apart.first_of_group() == std::vector<Index>{0, 1, 2});
}

TEST_CASE("the distance for copies grows with weights and shrinks with the root of a mass") {
  Random random(82);
  std::vector<Point> points = random.points(100);
  points.push_back(points[0]);
  std::vector<double> masses = random.numbers(101, 0.005, 0.015);
  masses[100] = 4.0 * masses[0];
  const double sum = std::accumulate(masses.begin(), masses.end(), 0.0);
  for (double& mass : masses) mass /= sum;
  const std::shared_ptr<const Source> source = source_of(square());
  const Polygon& unit = domain_of(source->density).polygon();
  const CopyDistance once(points, masses, unit.box(), unit.area());
  CHECK(once(0) / once(100) == doctest::Approx(2.0).epsilon(1e-12));
  std::vector<Point> shifted;
  for (const Point p : points) shifted.push_back(p + Point{10, 0});
  const CopyDistance far(shifted, masses, unit.box(), unit.area());
  for (Index k = 0; k <= 100; ++k) {
    CHECK(once(k) > 1e-14);
    CHECK(once(k) <= once.largest());
    CHECK(far(k) > 5.0 * once(k));
    CHECK(far(k) < 20.0 * once(k));
    CHECK(far(k) <= far.largest());
  }
  CHECK(once.largest() < 1e-12);

  // However small a mass is, there is an end to it.
  masses[7] = 1e-60;
  const CopyDistance tiny(points, masses, unit.box(), unit.area());
  CHECK(tiny(7) < 1e-7);
  CHECK(tiny(7) > 1e-8);
}

TEST_CASE("groups may be given - and are refused if they are none") {
  const std::vector<Point> sites{{0.3, 0.4}, {std::nextafter(0.3, 1.0), 0.4}, {0.8, 0.5}};
  const auto groups_of = [&](const std::vector<Index>& given) {
    return PlanarProblem(sites, equal_masses(3), source_of(square()), {}, given).first_of_group();
  };
  CHECK(groups_of({0, 0, 2}) == std::vector<Index>{0, 0, 2});
  CHECK(groups_of({0, 1, 2}) == std::vector<Index>{0, 1, 2});
  const auto refusal = [&](const std::vector<Index>& given) {
    return message_of_throw<InvalidArgument>([&] { (void)groups_of(given); });
  };
  CHECK(contains_text(refusal({0, 0}), "groups: got 2; expected one per site, 3"));
  CHECK(contains_text(refusal({0, 2, 2}), "groups[1] is 2; expected the lowest index of a group"));
  CHECK(contains_text(refusal({0, -1, 2}), "groups[1] is -1"));
  CHECK(contains_text(refusal({0, 0, 1}), "groups[2] is 1; expected the lowest index"));
  CHECK(contains_text(refusal({0, 0, 0}), "groups[2] is 0; expected that of a site so near"));
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

}  // namespace
}  // namespace brenier
