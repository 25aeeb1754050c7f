// What a solve in space costs, in units of building the triangulation of the same points once, with
// CGAL. This program has CGAL's triangulations in it, and is GPL as a whole.
//
//   bench_space [n [kind [tol [repeats]]]]      (default: 10000 uniform 1e-6 3)
//
// Kinds: uniform sites in the unit cube, which is the source; clusters, ten Gaussians with standard
// deviation 0.05 around random places; grains, uniform sites with log-normal masses (σ = 0.5).
// Each is solved on the cube, and on the periodic one. Prints medians; the exit status is 1 when an
// answer is wrong, 2 when an argument is.
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Regular_triangulation_3.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "brenier/double_double.hpp"
#include "brenier/space/measure/measure_cells.hpp"
#include "brenier/space/periodic/periodic_diagram.hpp"
#include "brenier/space/problem/transport_diagram.hpp"
#include "brenier/space/transport/solve.hpp"
#include "stopwatch.hpp"

namespace brenier::bench {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
using space::SpatialProblem;

struct Arguments {
  Index n = 10000;
  std::string kind = "uniform";
  double tol = 1e-6;
  int repeats = 3;
};

/// Nothing if they make no sense.
std::optional<Arguments> arguments(int count, char** values) {
  Arguments result;
  if (count > 1) result.n = std::atoi(values[1]);
  if (count > 2) result.kind = values[2];
  if (count > 3) result.tol = std::atof(values[3]);
  if (count > 4) result.repeats = std::atoi(values[4]);
  const bool is_known =
      result.kind == "uniform" || result.kind == "clusters" || result.kind == "grains";
  if (count > 5 || !is_known || result.n < 10 || result.repeats < 1 || !(result.tol > 0.0)) {
    return std::nullopt;
  }
  return result;
}

std::vector<space::Point> random_sites(const Arguments& arguments) {
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> unit;
  std::normal_distribution<double> normal(0.0, 0.05);
  const auto point = [](auto& draw) {
    const double x = draw(), y = draw();
    return space::Point{x, y, draw()};
  };
  const auto even = [&] { return unit(generator); };
  const auto bell = [&] { return normal(generator); };
  std::vector<space::Point> centers, sites;
  for (int k = 0; k < 10; ++k) centers.push_back(point(even));
  for (Index k = 0; k < arguments.n; ++k) {
    sites.push_back(arguments.kind == "clusters" ? centers[k % 10] + point(bell) : point(even));
  }
  return sites;
}

std::vector<double> random_masses(const Arguments& arguments) {
  std::vector<double> masses(arguments.n, 1.0 / arguments.n);
  if (arguments.kind != "grains") return masses;
  std::mt19937_64 generator(2);
  std::normal_distribution<double> normal(0.0, 0.5);
  double sum = 0.0;
  for (double& mass : masses) sum += mass = std::exp(normal(generator));
  for (double& mass : masses) mass /= sum;
  return masses;
}

void print(const char* name, const Stopwatch& watch, double build) {
  std::printf("%-34s%12.4f%12.4f%14.2f\n", name, watch.wall_seconds(), watch.cpu_seconds(),
              watch.cpu_seconds() / build);
}

bool sum_to_one(const std::vector<double>& masses) {
  DoubleDouble sum;
  for (const double mass : masses) sum = sum + DoubleDouble{mass, 0.0};
  return std::abs(static_cast<double>(sum) - 1.0) < 1e-13;
}

std::vector<double> masses_of(const SpatialProblem& problem, std::span<const double> weights) {
  return problem.source->periodic
             ? space::periodic_transport_diagram(problem, weights, 1, {})->masses()
             : space::transport_diagram(problem, weights, 1, {})->masses();
}

NewtonResult solved(const Arguments& arguments, const std::vector<space::Point>& sites,
                    const std::vector<double>& masses,
                    const std::shared_ptr<const space::Source>& source, Stopwatch& watch,
                    bool& is_right) {
  std::optional<SpatialProblem> problem;
  NewtonResult result;
  watch.time([&] {
    problem.emplace(sites, masses, source);
    result = space::solve(*problem, {}, {.tol = arguments.tol});
  });
  const std::vector<double> reached = masses_of(*problem, result.weights);
  for (std::size_t i = 0; i < masses.size(); ++i) {
    is_right =
        is_right && std::abs(reached[i] - masses[i]) <= 1.01 * arguments.tol * masses[i] + 1e-15;
  }
  return result;
}

/// Are all answers right?
bool run(const Arguments& arguments) {
  const std::vector<space::Point> sites = random_sites(arguments);
  const std::vector<double> masses = random_masses(arguments);
  const auto source =
      std::make_shared<const space::Source>(space::Source::box({0, 0, 0}, {1, 1, 1}));
  std::vector<Kernel::Weighted_point_3> weighted;
  for (const space::Point y : sites) weighted.emplace_back(Kernel::Point_3(y.x, y.y, y.z), 0.0);
  const auto torus =
      std::make_shared<const space::Source>(space::Source::periodic_box({0, 0, 0}, {1, 1, 1}));
  Stopwatch build, once, whole, once_periodic, whole_periodic;
  bool all_right = true;
  NewtonResult result, periodic;
  const std::vector<double> zeros(sites.size(), 0.0);
  for (int k = 0; k < arguments.repeats; ++k) {
    build.time([&] {
      const CGAL::Regular_triangulation_3<Kernel> made(weighted.begin(), weighted.end());
      all_right = all_right && made.number_of_vertices() == sites.size();
    });
    std::vector<double> reached;
    once.time([&] { reached = space::PowerDiagram(sites, zeros, source).masses(); });
    all_right = all_right && sum_to_one(reached);
    once_periodic.time([&] { reached = space::PeriodicDiagram(sites, zeros, torus).masses(); });
    all_right = all_right && sum_to_one(reached);
    result = solved(arguments, sites, masses, source, whole, all_right);
    periodic = solved(arguments, sites, masses, torus, whole_periodic, all_right);
  }
  std::printf("%d sites in space, %s, tol %g, medians of %d runs, 1 thread\n\n", arguments.n,
              arguments.kind.c_str(), arguments.tol, arguments.repeats);
  std::printf("%-34s%12s%12s%14s\n", "", "wall s", "CPU s", "CPU / build");
  print("CGAL's build", build, build.cpu_seconds());
  print("diagram with all masses", once, build.cpu_seconds());
  print("solve", whole, build.cpu_seconds());
  print("periodic diagram with all masses", once_periodic, build.cpu_seconds());
  print("periodic solve", whole_periodic, build.cpu_seconds());
  for (const NewtonResult* each : {&result, &periodic}) {
    std::printf("%s%d steps, %d evaluations\n", each == &periodic ? "periodic: " : "",
                each->history.back().nit, each->evaluations);
  }
  std::printf("periodic solve / solve: %.2f\n", whole_periodic.cpu_seconds() / whole.cpu_seconds());
  if (!all_right) std::printf("WRONG\n");
  return all_right;
}

}  // namespace
}  // namespace brenier::bench

int main(int count, char** values) {
  const auto given = brenier::bench::arguments(count, values);
  if (!given) {
    std::fprintf(stderr, "usage: bench_space [n [uniform|clusters|grains [tol [repeats]]]]\n");
    return 2;
  }
  return brenier::bench::run(*given) ? 0 : 1;
}
