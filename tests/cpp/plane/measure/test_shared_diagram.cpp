// Several threads ask the same objects at once, as Python's threads may: under the thread
// sanitizer, too.

#include <doctest/doctest.h>

#include <functional>
#include <thread>

#include "brenier/joining_thread.hpp"
#include "brenier/map/piecewise_affine_map.hpp"
#include "brenier/plane/measure/power_diagram.hpp"
#include "brenier/plane/problem/transport_diagram.hpp"
#include "brenier/transport/solve.hpp"
#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace brenier::testing;

constexpr int kThreads = 4;

/// Calls the task in several threads, let go together.
void at_once(const std::function<void(int)>& task) {
  std::atomic<int> ready{0};
  std::vector<JoiningThread> threads;
  for (int k = 0; k < kThreads; ++k) {
    threads.emplace_back([&, k] {
      ++ready;
      while (ready < kThreads) std::this_thread::yield();
      task(k);
    });
  }
}

TEST_CASE("threads that ask one diagram - even for what is made when it is first asked for") {
  Random random(1);
  const std::vector<Point> sites = random.points(3000), x = random.points(3000);
  const std::vector<double> weights = random.numbers(3000, 0.0, 1e-3), values = weights;
  const auto source = source_of(star());
  const PowerDiagram alone(sites, weights, source);
  const std::vector<Index> cells = alone.locate(x);
  const std::vector<double> masses = alone.masses(), conjugate = alone.interpolate(values, x);
  const std::vector<Point> polygons = alone.cells().points;
  for (int round = 0; round < 5; ++round) {
    const PowerDiagram shared(sites, weights, source, 2);
    std::vector<int> wrong(kThreads, 0);
    at_once([&](int k) {
      wrong[k] += shared.locate(x, 2) != cells;
      wrong[k] += shared.masses() != masses;
      wrong[k] += shared.interpolate(values, x) != conjugate;
      wrong[k] += shared.cells().points != polygons;
    });
    CHECK(wrong == std::vector<int>(kThreads, 0));
  }
}

TEST_CASE("threads that solve one problem, and use one map") {
  Random random(2);
  const std::vector<Point> sites = random.points(2000), x = random.points(2000);
  const PlanarProblem problem = problem_of(sites, l_shape());
  NewtonSettings settings;
  const std::vector<double> weights = solve(problem, {}, settings).weights;
  const auto diagram = transport_diagram(problem, weights, 1, {});
  const auto mesh = std::make_shared<const CentroidMesh>(*diagram, sites);
  const std::vector<char> is_singular(mesh->edges().size(), 0);
  const std::vector<Point> images = PiecewiseAffineMap(diagram, mesh, sites, is_singular)(x).points;
  const auto shared = transport_diagram(problem, weights, 2, {});
  const PiecewiseAffineMap map(shared, mesh, sites, is_singular);
  settings.workers = 2;
  std::vector<int> wrong(kThreads, 0);
  at_once([&](int k) {
    wrong[k] += map(x, false, 2).points != images;
    wrong[k] += solve(problem, {}, settings).weights != weights;
  });
  CHECK(wrong == std::vector<int>(kThreads, 0));
}

}  // namespace
}  // namespace brenier
