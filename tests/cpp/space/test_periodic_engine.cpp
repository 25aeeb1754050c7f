// Newton's questions on a torus in space: empty cells raised, fewer sites, blocks of hidden sites.
#include <doctest/doctest.h>

#include <cmath>

#include "brenier/space/measure/cell_repair.hpp"
#include "brenier/space/measure/measure_cells.hpp"
#include "brenier/space/periodic/cells_on_torus.hpp"
#include "brenier/space/periodic/periodic_engine.hpp"
#include "brenier/space/periodic/torus_measures.hpp"
#include "brenier/space/problem/hidden_blocks.hpp"
#include "brenier/space/problem/prolongation.hpp"
#include "brenier/space/transport/solve.hpp"
#include "space/space_cases.hpp"

namespace brenier::space {
namespace {

using namespace testing;

const Torus kBrick({1.0, 0.75, 0.5});

std::shared_ptr<const Source> periodic_cube() {
  return std::make_shared<const Source>(Source::periodic_box({0, 0, 0}, {1, 1, 1}));
}

std::vector<Point> wrapped(std::vector<Point> points, const Torus& torus) {
  for (Point& p : points) p = torus.wrapped(p);
  return points;
}

TorusCells cells_of(const std::vector<Point>& sites, const std::vector<double>& weights) {
  return *TorusCells::of(sites, weights, first_reach(sites.size(), kBrick), kBrick,
                         static_cast<Index>(sites.size()));
}

std::vector<double> masses_of(const std::vector<Point>& sites, const std::vector<double>& weights) {
  const TorusCells cells = cells_of(sites, weights);
  return measure_cells(cells.surfaces()).masses;
}

/// Sums of three even numbers, which are nearly normal, around places some of which are at seams.
std::vector<Point> clusters(int count, int each) {
  std::vector<Point> result;
  for (const Point center : random_points(count, 1)) {
    const unsigned seed = 2 + static_cast<unsigned>(result.size());
    const std::vector<Point> a = random_points(each, seed), b = random_points(each, seed + 1),
                             c = random_points(each, seed + 2);
    for (int k = 0; k < each; ++k) {
      result.push_back(center + 0.1 * (a[k] + b[k] + c[k] - Point{1.5, 1.5, 1.5}));
    }
  }
  return result;
}

/// Each hidden cell is told when it appears: it is nothing before that, and something after it,
/// and its power at the place is then that of the cell there.
template <class CheckGrowth>
void check_appearances(int count, const std::vector<double>& weights, CheckGrowth&& check_growth) {
  const std::vector<Point> sites = wrapped(random_points(count, 1), kBrick);
  const TorusCells cells = cells_of(sites, weights);
  const CellsOnTorus on_torus(cells.triangulation(), weights);
  AppearanceFinder appearance_of(on_torus);
  CHECK(static_cast<int>(cells.hidden().size()) >= count / 4);
  for (const Index k : cells.hidden()) {
    const std::optional<Appearance> appearance = appearance_of(k);
    REQUIRE(appearance);
    const double volume = 1e-15;
    std::vector<double> raised = weights;
    raised[k] = weights[k] + appearance->raise - 1e-9;
    CHECK(masses_of(sites, raised)[k] <= 1e-15);
    raised[k] = weights[k] + appearance->raise_for(volume);
    check_growth(masses_of(sites, raised)[k] * kBrick.volume() / volume);
    const auto power = [&](Index j) {
      return kBrick.squared_distance(appearance->place, sites[j]) - weights[j];
    };
    CHECK(power(k) - appearance->raise == doctest::Approx(power(appearance->neighbor)));
  }
}

TEST_CASE("hidden cells of a torus appear where they are told to, and grow as the cube") {
  check_appearances(60, random_weights(60, 2, 0.2),
                    [](double part) { CHECK(part == doctest::Approx(1.0).epsilon(1e-2)); });
}

TEST_CASE("a hidden cell beside a single one appears where copies of that meet") {
  // There are more of these than corners of a tetrahedron, which cut the cell.
  check_appearances(2, {0.0, -1.5}, [](double part) {
    CHECK(part > 0.0);
    CHECK(part < 1.0);
  });
  check_appearances(3, {0.0, 0.5, -1.0}, [](double part) {
    CHECK(part > 0.0);
    CHECK(part < 1.0);
  });
}

TEST_CASE("raised cells of a torus do not know where the seam is") {
  const std::vector<Point> points = random_points(200, 3);
  const std::vector<double> weights = random_weights(200, 4, 0.1);
  const std::vector<double> wanted(200, 1e-4);
  std::vector<double> first;
  for (const Point by : {Point{0, 0, 0}, Point{0.5, 0.25, 0.125}}) {
    std::vector<Point> sites = points;
    for (Point& p : sites) p = p + by;
    sites = wrapped(std::move(sites), kBrick);
    const TorusCells cells = cells_of(sites, weights);
    const CellsOnTorus on_torus(cells.triangulation(), weights);
    std::vector<double> raised;
    for (const RaisedCell& cell : empty_cells_raised(on_torus, cells.hidden(), wanted, {})) {
      raised.push_back(cell.weight);
    }
    CHECK(raised.size() > 50);
    if (first.empty()) first = raised;
    REQUIRE(raised.size() == first.size());
    for (std::size_t k = 0; k < raised.size(); ++k) {
      CHECK(raised[k] == doctest::Approx(first[k]).epsilon(1e-9));
    }
  }
}

TEST_CASE("on a torus prolonged weights are those of the coarse sites at these, across the seam") {
  // A weight that is a smooth periodic function, and gradients of its potential.
  const double turn = 2.0 * std::acos(-1.0);
  const auto weight = [&](Point y) { return 0.002 * std::cos(turn * y.x); };
  const auto centroid = [&](Point y) {
    return y + Point{0.001 * turn * std::sin(turn * y.x), 0.0, 0.0};
  };
  const std::vector<Point> sites = wrapped(random_points(600, 5), kBrick);
  std::vector<double> weights;
  std::vector<Point> centroids;
  for (const Point y : sites) {
    weights.push_back(weight(y));
    centroids.push_back(centroid(y));
  }
  const TorusCells cells = cells_of(sites, weights);
  const SiteGraph graph(600, space::pairs_of(measure_cells(cells.surfaces())));
  const CoarseTransport coarse{sites, weights, centroids, graph, NearestCopy(kBrick)};
  std::vector<Index> itself(600), nearest;
  for (Index k = 0; k < 600; ++k) itself[k] = k;
  const std::vector<double> same = prolonged_weights(coarse, sites, itself);
  for (Index k = 0; k < 600; ++k) {
    CHECK(same[k] == doctest::Approx(weights[k]).epsilon(1e-12).scale(1.0));
  }
  const std::vector<Point> between = wrapped(random_points(500, 6), kBrick);
  for (const Point p : between) {
    const auto is_nearer = [&](Point a, Point b) {
      return kBrick.squared_distance(a, p) < kBrick.squared_distance(b, p);
    };
    nearest.push_back(static_cast<Index>(std::min_element(sites.begin(), sites.end(), is_nearer) -
                                         sites.begin()));
  }
  const std::vector<double> prolonged = prolonged_weights(coarse, between, nearest);
  for (std::size_t k = 0; k < between.size(); ++k) {
    const double height = kBrick.squared_distance(between[k], sites[nearest[k]]);
    CHECK(std::abs(prolonged[k] - weight(between[k])) <= 0.2 * height);
  }
}

TEST_CASE("clusters on a torus start by fewer sites, which have the masses of their groups") {
  const SpatialProblem problem(clusters(5, 1000), std::vector<double>(5000, 1.0 / 5000),
                               periodic_cube());
  const PeriodicEngine engine(problem);
  const auto coarser = engine.coarser(problem.targets.masses);
  REQUIRE(coarser);
  CHECK(coarser->targets().cell_count() < 1000);
  CHECK(exact_sum(coarser->targets().masses) == doctest::Approx(1.0).epsilon(1e-14));
  CHECK(coarser->engine().coarser(coarser->targets().masses) == nullptr);

  const NewtonResult result = solve(problem, {}, {.tol = 1e-6, .workers = 1});
  CHECK(result.status == Status::kConverged);
  CHECK(result.coarse_steps > 0);
  CHECK(result.history.back().nit <= 7);  // 10 from the engine's own start
  CHECK(solve(problem, {}, {.tol = 1e-6, .workers = 3}).weights == result.weights);
}

TEST_CASE("weights that leave some cells empty are a start on a torus, too") {
  const SpatialProblem problem(random_points(1000, 7), std::vector<double>(1000, 1e-3),
                               periodic_cube());
  const std::vector<double> solved = solve(problem, {}, {.tol = 1e-9}).weights;
  std::vector<double> given = solved;
  for (Index k = 0; k < 1000; k += 20) given[k] -= 0.1;
  const NewtonResult result = solve(problem, given, {.tol = 1e-9});
  CHECK(result.status == Status::kConverged);
  // From weights of zero the first error is 1.9; here it is that of cells with a part of their
  // mass, beside which others have too much.
  CHECK(result.history.front().max_relative_error < 1.0);
  const double shift = result.weights[0] - solved[0];
  for (Index k = 0; k < 1000; ++k) {
    CHECK(result.weights[k] - shift == doctest::Approx(solved[k]).epsilon(1e-8).scale(0.01));
  }
}

TEST_CASE("a block are hidden sites of which many follow one another") {
  std::vector<RaisedCell> raised;
  for (const Index k : {0, 1, 2, 3}) raised.push_back({k, 0.0, {}, 0});
  for (Index k = 10; k < 150; ++k) raised.push_back({k, 0.0, {}, 0});
  for (Index k = 200; k < 600; k += 2) raised.push_back({k, 0.0, {}, 0});
  for (Index k = 700; k < 800; ++k) raised.push_back({k, 0.0, {}, 0});
  const std::vector<RaisedCell> blocks = in_blocks(raised);
  CHECK(blocks.size() == 240);
  CHECK(blocks.front().site == 10);
  CHECK(blocks[140].site == 700);
  CHECK(blocks.back().site == 799);
}

TEST_CASE("weights that continue those around a block leave few of its sites hidden") {
  const int count = 4000;
  const std::vector<Point> sites = wrapped(random_points(count, 8), kBrick);
  std::vector<double> weights(count, 0.0);
  for (int k = 0; k < count; ++k) {
    if (kBrick.squared_distance(sites[k], {0.0, 0.7, 0.25}) < 0.04) weights[k] = -4.0;
  }
  const TorusCells cells = cells_of(sites, weights);
  REQUIRE(cells.hidden().size() > 200);
  const CellsOnTorus on_torus(cells.triangulation(), weights);
  const std::vector<double> wanted(count, 0.25 / count);
  const std::vector<RaisedCell> raised = empty_cells_raised(on_torus, cells.hidden(), wanted, {});
  std::vector<double> alone = weights;
  for (const RaisedCell& cell : raised) alone[cell.site] = cell.weight;
  const CellMoments moments = cell_moments(cells.surfaces());
  const SiteGraph graph(count, space::pairs_of(measure_cells(cells.surfaces())));
  std::vector<double> filled = weights;
  fill_blocks(filled, sites, raised, [&](auto& points, auto& near) {
    return prolonged_weights({sites, weights, moments.centroids, graph, NearestCopy(kBrick)},
                             points, near);
  });
  const auto hidden = [&](const std::vector<double>& of) { return cells_of(sites, of).hidden(); };
  CHECK(4 * hidden(filled).size() < raised.size());
  CHECK(4 * hidden(filled).size() < 3 * hidden(alone).size());
}

TEST_CASE(
    "sites in a plane of a torus have cells around it, which reach no farther along the plane") {
  std::vector<Point> sites = wrapped(random_points(300, 9, {0, 0, 0.125}, {1, 1, 0.125}), kBrick);
  const std::vector<double> zeros(300, 0.0);
  for (const Box& reach : cells_of(sites, zeros).reach_nearby(0.5)) {
    CHECK(reach.high.z - reach.low.z >= 0.5);
    CHECK(reach.high.x - reach.low.x < 0.6);
  }
  // What cannot be helped is not repaired again and again.
  const SpatialProblem problem(sites, std::vector<double>(300, 1.0 / 300), periodic_cube());
  const NewtonResult result = solve(problem, {}, {.tol = 1e-6});
  CHECK(result.status == Status::kConverged);
  CHECK(result.evaluations <= 8);
}

}  // namespace
}  // namespace brenier::space
