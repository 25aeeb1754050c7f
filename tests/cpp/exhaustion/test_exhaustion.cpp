// When memory runs out, whatever is being done ends with std::bad_alloc: nothing aborts, nothing
// leaks, nothing hangs, and no wrong result comes out. Each call is repeated with its first, its
// second, … its last allocation failing.
#include <doctest/doctest.h>

#include <functional>
#include <new>

#include "allocations.hpp"
#include "brenier/linalg/cholesky.hpp"
#include "brenier/linalg/multigrid.hpp"
#include "brenier/map/piecewise_affine_map.hpp"
#include "brenier/plane/density/gaussian_source.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "brenier/plane/problem/transport_diagram.hpp"
#include "brenier/plane/triangulation/power_test.hpp"
#include "brenier/thread_team.hpp"
#include "brenier/transport/solve.hpp"
#include "inputs/laplacians.hpp"
#include "inputs/problems.hpp"

namespace brenier::testing {
namespace {

using Numbers = std::vector<double>;

/// Calls it with each of its allocations failing, in turn; of those after the first `all` ever
/// fewer. Returns how many there are.
template <class Call>
long exhaust(const Call& call, Shortage shortage, long all) {
  const Numbers expected = call();
  const long before = pieces_in_use();
  for (long at = 0;; at += 1 + at / all) {
    bool has_result = false, has_happened = false, is_expected = false;
    {
      const MemoryRunsOut soon(at, shortage);
      try {
        is_expected = call() == expected;
        has_result = true;
      } catch (const std::bad_alloc&) {
      }
      has_happened = soon.has_happened();
    }
    if (pieces_in_use() != before) FAIL("a leak when allocation " << at << " failed");
    if (has_result && !is_expected) FAIL("another result when allocation " << at << " failed");
    if (!has_result && !has_happened) FAIL("bad_alloc without a cause");
    if (!has_happened) return at;
  }
}

/// In both ways. There is something to fail.
template <class Call>
void exhaust_in_turn(const Call& call, long all = 300) {
  CHECK(exhaust(call, Shortage::kForGood, all) > 0);
  CHECK(exhaust(call, Shortage::kOnce, all) > 0);
}

/// Calls it with ever more memory, until it is enough.
template <class Call>
void starve(const Call& call) {
  constexpr long kPlenty = 1L << 40;
  const Numbers expected = call();
  const long before = pieces_in_use();
  int failures = 0;
  for (long room = 0;; room += 1 + room / 50) {
    bool has_result = false, is_expected = false;
    {
      const MemoryIsScarce scarcity(room);
      try {
        is_expected = call() == expected;
        has_result = true;
      } catch (const std::bad_alloc&) {
        ++failures;
      }
    }
    if (pieces_in_use() != before) FAIL("a leak with " << room << " bytes");
    if (has_result && !is_expected) FAIL("another result with " << room << " bytes");
    if (room > kPlenty) FAIL("bad_alloc without a cause");
    if (has_result) break;
  }
  CHECK(failures > 0);
}

template <class... Vectors>
Numbers joined(const Vectors&... vectors) {
  Numbers result;
  (result.insert(result.end(), vectors.begin(), vectors.end()), ...);
  return result;
}

Numbers numbers_of(std::span<const Point> points) {
  Numbers result;
  for (const Point p : points) result.insert(result.end(), {p.x, p.y});
  return result;
}

struct NamedSource {
  const char* name;
  Source (*make)();
};

const NamedSource kSources[] = {
    {"square", [] { return uniform_source(square().rings); }},
    {"holes", [] { return uniform_source(holed().rings); }},
    {"raster", [] { return raster_source({{0, 0}, {1, 1}}, {1, 2, 0, 3, 1, 4}, 3, true); }},
    {"bilinear", [] { return bilinear_source({{0, 0}, {1, 1}}, {1, 2, 0, 3, 1, 4}, 3); }},
    {"gaussian",
     [] {
       const Point means[] = {{0.3, 0.4}, {0.8, 0.7}};
       const Covariance covariances[] = {{0.1, 0.02, 0.02, 0.05}, {0.01, 0, 0, 0.01}};
       const double weights[] = {1.0, 2.0};
       return gaussian_source(triangle().rings, means, covariances, weights, false);
     }},
};

TEST_CASE("memory runs out while a diagram is made and asked") {
  const std::vector<Point> sites = Random(1).points(6);
  const Numbers weights = Random(2).numbers(6, 0.0, 0.05);
  for (const NamedSource& source : kSources) {
    CAPTURE(source.name);
    exhaust_in_turn([&] {
      const PowerDiagram d(sites, weights, std::make_shared<Source>(source.make()));
      const CellMoments moments = d.moments();
      const FacetTable facets = d.facets();
      return joined(moments.masses, moments.second_moments, d.areas(), d.hidden(), facets.masses,
                    numbers_of(d.cells().points), d.locate(sites), d.interpolate(weights, sites));
    });
  }
}

TEST_CASE("memory runs out while exact arithmetic decides") {
  const std::vector<Point> sites = grid(5, 0.1, {0.1, 0.1});
  const auto source = std::make_shared<Source>(kSources[0].make());
  const auto call = [&] {
    const PowerDiagram d(sites, Numbers(25, 0.0), source);
    return joined(d.masses(), d.locate(sites));
  };
  exhaust_in_turn(call);
  starve(call);
}

TEST_CASE(
    "exact numbers of any size get their memory - or there is bad_alloc before they are made") {
  // Corners of a rectangle, so that no filter can tell; its sides are powers of two far apart.
  constexpr double kLong = 0x1p400, kShort = 0x1p-400, kWeight = 0x1p-600;
  const WeightedPoint a{{0, 0}, kWeight}, b{{kLong, 0}, kWeight};
  const WeightedPoint c{{kLong, kShort}, kWeight}, d{{0, kShort}, kWeight};
  const std::function<int()> calls[] = {
      [&] { return exact_power_test(a, b, c, d); },
      [&] { return exact_power_comparison({1, 1e-300}, a, a); },
      [&] { return power_test_on_line({{0, 0}, 0}, {{1e-150, 0}, 1}, {{1e150, 0}, 1e200}); },
      [&] { return exact_orientation({1e-150, 1}, {1e150, 1e-150}, {3, 1e-200}); },
      [&] { return exact_orientation({1e-150, 1e-150}, {1e150, 1e150}, {3, 3}); },
  };
  for (const auto& call : calls) {
    starve([&] { return Numbers{1.0 * call()}; });
  }
}

Numbers solved(const PlanarProblem& problem, int workers) {
  NewtonSettings settings;
  settings.workers = workers;
  const NewtonResult result = solve(problem, {}, settings);
  if (result.status != Status::kConverged) FAIL("not converged");
  return result.weights;
}

TEST_CASE("memory runs out during a solve") {
  const std::vector<Point> sites = Random(3).points(10);
  exhaust_in_turn([&] { return solved(problem_of(sites, star()), 1); });
}

TEST_CASE("memory runs out during a solve under a rough source") {
  Numbers values(9, 0.0);
  values[0] = values[8] = 1.0;
  const auto source =
      std::make_shared<Source>(raster_source({{0, 0}, {1, 1}}, std::move(values), 3));
  const std::vector<Point> sites = Random(5).points(5);
  exhaust_in_turn([&] { return solved(PlanarProblem(sites, equal_masses(5), source), 1); }, 50);
}

TEST_CASE("memory runs out while the map is made and used") {
  const PlanarProblem problem = problem_of(Random(4).points(12), square());
  const Numbers weights = solved(problem, 1);
  const std::vector<Point> sites = Random(4).points(12), x = Random(6).points(20);
  exhaust_in_turn([&] {
    const auto diagram = transport_diagram(problem, weights, 1, {});
    const auto mesh = std::make_shared<CentroidMesh>(*diagram, sites);
    const Numbers limits = gap_limits(mesh->edges(), mesh->site_count());
    const std::vector<char> regular(mesh->edges().size(), 0);
    const PiecewiseAffineMap map(diagram, mesh, sites, regular);
    return joined(limits, numbers_of(map(x, true).points));
  });
}

TEST_CASE("memory runs out in the linear solvers") {
  const GraphLaplacian laplacian = laplacian_of(Random(7).points(300));
  const Numbers b = without_mean(Random(8).numbers(300, -1.0, 1.0));
  exhaust_in_turn([&] { return Multigrid(1).solve(laplacian, b, 1e-8, {}); });
  exhaust_in_turn([&] { return Cholesky().solve(laplacian, b, 1e-8, {}); });
}

TEST_CASE("memory runs out in several threads") {
  const std::vector<Point> sites = Random(9).points(1500);
  const auto source = std::make_shared<Source>(kSources[0].make());
  exhaust_in_turn([&] {
    const PowerDiagram d(sites, Numbers(sites.size(), 0.0), source, 4);
    return joined(d.masses(), d.locate(sites, 4));
  });
}

TEST_CASE("memory runs out where threads start") {
  exhaust_in_turn([] {
    ThreadTeam team(4);
    Numbers result(100, 0.0);
    for (int step = 0; step < 3; ++step) team.run(100, [&](Index k, int) { result[k] += k; });
    return result;
  });
}

TEST_CASE("a task that is out of memory ends its step - the team works on") {
  ThreadTeam team(3);
  for (int step = 0; step < 20; ++step) {
    const auto hungry = [&](Index k, int) {
      if (k >= 10) throw std::bad_alloc();
    };
    CHECK_THROWS_AS(team.run(1000, hungry), std::bad_alloc);
  }
}

}  // namespace
}  // namespace brenier::testing
