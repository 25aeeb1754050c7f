// Problems on a torus, solved.
#include <doctest/doctest.h>

#include <numeric>

#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/newton/continuation.hpp"
#include "brenier/newton/facet_system.hpp"
#include "brenier/plane/periodic/periodic_diagram.hpp"
#include "brenier/plane/periodic/periodic_engine.hpp"
#include "brenier/plane/periodic/periodic_repair.hpp"
#include "brenier/transport/solve.hpp"
#include "inputs/random.hpp"
#include "inputs/sites.hpp"
#include "plane/periodic/all_copies.hpp"

namespace brenier {
namespace {

using namespace testing;

std::vector<double> equal_masses(std::size_t count) {
  return std::vector<double>(count, 1.0 / static_cast<double>(count));
}

std::shared_ptr<const Source> shared(Source source) {
  return std::make_shared<const Source>(std::move(source));
}

/// Half of the pixels are black.
std::shared_ptr<const Source> rough_torus(Random& random) {
  std::vector<double> values = random.numbers(32 * 32, -1, 1);
  for (double& value : values) value = std::max(value, 0.0);
  return shared(raster_source({{0, 0}, {1, 1}}, values, 32, false, true));
}

TEST_CASE("Newton converges on a torus - wherever the sites lie and however rough the source is") {
  Random random(91);
  const auto uniform = shared(periodic_uniform_source({{0, 0}, {1, 1}}));
  for (const int count : {1, 2, 3, 50, 300}) {
    for (const auto& source : {uniform, rough_torus(random)}) {
      for (const auto& sites : {random.points(count), random.clusters(count),
                                random.clusters(count, 1, 1e-3), random.points(count, -9, 9)}) {
        CAPTURE(count);
        std::vector<double> masses = random.numbers(count, 0.2, 1);
        const double sum = std::accumulate(masses.begin(), masses.end(), 0.0);
        for (double& mass : masses) mass /= sum;
        const PlanarProblem problem(sites, masses, source);
        const NewtonResult result = solve(problem, {}, {});
        CHECK(result.status == Status::kConverged);
        const std::vector<double> found = masses_of_all_copies(
            problem.points, result.weights, source->periodic->torus, source->density);
        for (std::size_t k = 0; k < found.size(); ++k) {
          CHECK(std::abs(found[k] - problem.targets.masses[k]) <=
                1.1e-8 * problem.targets.masses[k]);
        }
      }
    }
  }
}

TEST_CASE("many clustered sites on a torus start from fewer ones") {
  Random random(92);
  const PlanarProblem problem(random.clusters(6000, 3, 0.01), equal_masses(6000),
                              shared(periodic_uniform_source({{0, 0}, {1, 1}})));
  const NewtonResult result = solve(problem, {}, {});
  CHECK(result.status == Status::kConverged);
  CHECK(result.coarse_steps > 0);
}

TEST_CASE("a site without mass on a torus gets a weight with which its cell is empty") {
  Random random(93);
  std::vector<Point> sites = random.points(60);
  std::vector<double> masses(60, 1.0 / 40);
  for (int k = 0; k < 20; ++k) masses[3 * k] = 0.0;
  const PlanarProblem problem(sites, masses, shared(periodic_uniform_source({{0, 0}, {1, 1}})));
  const NewtonResult result = solve(problem, {}, {});
  REQUIRE(result.status == Status::kConverged);
  const auto d = periodic_transport_diagram(problem, result.weights, 1, {});
  const std::vector<double> found = d->masses();
  for (int k = 0; k < 60; ++k) CHECK((found[k] == 0.0) == (masses[k] == 0.0));
  CHECK(d->hidden().size() == 20);
}

TEST_CASE("a hidden site on a torus appears with about the area wanted - near the seam as well") {
  Random random(94);
  const Source source = periodic_uniform_source({{0, 0}, {1, 1}});
  const Torus& torus = source.periodic->torus;
  for (int trial = 0; trial < 40; ++trial) {
    std::vector<Point> points = random.points(200);
    for (Point& p : points) p = torus.wrapped(p);
    points[0] = torus.wrapped({random.uniform(-0.02, 0.02), random.uniform()});
    std::vector<double> weights = zeros(200);
    weights[0] = -0.04;
    Sites sites = in_spatial_order("one hidden", points, weights);
    const auto hidden = std::find(sites.weights.begin(), sites.weights.end(), -0.04);
    const PeriodicCells cells(sites.points, sites.weights, torus, domain_of(source.density));
    const Index k = static_cast<Index>(hidden - sites.weights.begin());
    REQUIRE(hidden_sites(cells.triangulation(), *cells.copies()) == std::vector<Index>{k});
    const double wanted = 1e-5;
    const auto weight =
        weight_to_appear(cells.triangulation(), sites.points[k], -0.04, wanted, torus);
    REQUIRE(weight);
    sites.weights[k] = *weight;
    const PeriodicCells raised(sites.points, sites.weights, torus, domain_of(source.density));
    const double mass = raised.measures(source.density, 1, {}).masses[k];
    CHECK(mass > 0.5 * wanted);
    CHECK(mass < 1.01 * wanted);
  }
}

TEST_CASE("the engine of a torus raises hidden cells and repairs empty ones") {
  Random random(95);
  const PlanarProblem problem(random.points(300), equal_masses(300),
                              shared(periodic_uniform_source({{0, 0}, {1, 1}})));
  const PeriodicEngine engine(problem);
  std::vector<double> weights = zeros(300), wanted(300, 1e-3);
  for (int k = 0; k < 300; k += 20) weights[k] = -0.04;
  CHECK_FALSE(engine.measure(weights, nullptr, {}, {3, {}}));
  const auto empty = engine.measure(weights, nullptr, {}, {15, {}});
  REQUIRE(empty);
  CHECK(std::count(empty->masses().begin(), empty->masses().end(), 0.0) == 15);
  const auto raised = engine.measure(weights, nullptr, {}, {15, wanted});
  REQUIRE(raised);
  CHECK(std::count(raised->masses().begin(), raised->masses().end(), 0.0) == 0);
  std::vector<Index> underfilled;
  for (Index k = 0; k < 300; k += 20) underfilled.push_back(k);
  const auto repaired = engine.repair(*empty, underfilled, {15, wanted});
  REQUIRE(repaired);
  for (const Index k : underfilled) CHECK(repaired->masses()[k] > 2e-5);
  // Near an evaluation, too many hidden cells are found out as well.
  CHECK_FALSE(engine.measure(weights, &*raised, {}, {3, {}}));
}

}  // namespace
}  // namespace brenier
