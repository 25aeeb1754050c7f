// Steps for masses that are spread over their cells: their direction, and where they lead.
#include <doctest/doctest.h>

#include <cmath>
#include <memory>

#include "brenier/newton/spread_direction.hpp"
#include "brenier/newton/spread_run.hpp"
#include "inputs/faulty_solver.hpp"
#include "newton/interval_engine.hpp"
#include "newton/line_problems.hpp"

namespace brenier {
namespace {

using namespace testing;

Blend by_size() { return {1.0, std::make_shared<LineDensity>(uniform_line())}; }

TEST_CASE("where nothing is along a facet it moves through the mean density of both cells") {
  // Cells [0, 1/2] and [1/2, 1] of masses 1/2; on the left 3/4 is asked for.
  const IntervalEngine engine({0.2, 0.7}, two_islands());
  const Targets targets{{0.75, 0.25}};
  FaultySolver solver(kForEver, kForEver, singular);
  const Evaluation at = *engine.measure({0.0, 0.2 * -0.5 + 0.05}, nullptr, by_size(), {0, {}});
  REQUIRE(at.of_blend.masses[0] == doctest::Approx(0.5));
  REQUIRE(at.of_source.facets[0].conductance == 0.0);
  for (const double share : {1.0, 0.25}) {
    const NewtonDirection direction = spread_direction(at, targets, share, 1e-12, solver, {});
    CHECK(direction.growth[0] == doctest::Approx(0.25));
    // Mean densities are 3/4 over 1/2 and 1/2 over 1/2, a facet is 1 long; the sites are 1/2 apart.
    const double conductance = share * 0.5 * (1.5 + 1.0) / (2.0 * 0.5);
    CHECK(direction.change[0] - direction.change[1] == doctest::Approx(0.25 / conductance));
  }
}

TEST_CASE("where the source is dense along a facet the direction is Newton's") {
  const IntervalEngine engine({0.2, 0.7}, two_islands());
  const Targets targets{{0.25, 0.75}};
  FaultySolver solver(kForEver, kForEver, singular);
  // Cells [0, 0.2] and [0.2, 1] of masses 0.4 and 0.6: mean densities are 2 and 0.94, along the
  // facet it is 2.
  const Evaluation at = *engine.measure({0.0, 0.25}, nullptr, by_size(), {0, {}});
  REQUIRE(at.of_source.masses[0] == doctest::Approx(0.4));
  const NewtonDirection direction = spread_direction(at, targets, 1.0, 1e-12, solver, {});
  CHECK(direction.change[1] - direction.change[0] == doctest::Approx(0.15 / (2.0 / (2.0 * 0.5))));
}

struct Ended {
  Status status;
  Evaluation at;
  NewtonResult result;
};

/// From borders of the cells at these places, to 1e-8.
Ended run_from(const IntervalEngine& engine, const Targets& targets,
               const std::function<double(double)>& border, const NewtonSettings& settings = {}) {
  CountedEngine counted{engine};
  FaultySolver solver(kForEver, kForEver, singular);
  FacetSystem system(solver, 1, settings.tol, settings.interrupt);
  History history(targets, settings);
  Evaluation at = *engine.measure(engine.exact_weights(targets.masses, border), nullptr, {},
                                  {engine.cell_count(), {}});
  history.add_start(at);
  const Status status =
      SpreadRun(counted, system, history).run(at, {targets, 0.0, false, [&](const Evaluation&) {
                                                     return history.is_solved();
                                                   }});
  return {status, at, std::move(history).result(status, counted.evaluations)};
}

TEST_CASE("spread masses lead from empty cells between islands to the solution") {
  for (const int count : {11, 41, 101}) {
    const IntervalEngine engine(even_sites(count), two_islands());
    const Targets targets = equal_targets(count);
    // All cells as wide as each other: half of them are empty.
    const Ended ended = run_from(engine, targets, [](double mass) { return mass; });
    CHECK(ended.result.history[0].max_relative_error == doctest::Approx(1.0));
    CHECK(ended.status == Status::kConverged);
    CHECK(ended.at.blend.blur == 0.0);
    CHECK(ended.result.history.back().nit < 30);
    for (const StepRecord& record : ended.result.history) CHECK(record.blur == 0.0);
    // With an odd count the cell in the middle is in both islands, and there is one solution.
    const auto quantile = [](double m) { return m <= 0.5 ? 0.5 * m : 0.5 + 0.5 * m; };
    const std::vector<double> exact = engine.exact_weights(targets.masses, quantile);
    const std::vector<double>& weights = ended.result.weights;
    for (int k = 0; k < count; ++k) {
      CHECK(weights[k] - weights[0] == doctest::Approx(exact[k] - exact[0]).epsilon(1e-7));
    }
  }
}

TEST_CASE("steps of spread masses are counted - and end where there is no uniform source") {
  IntervalEngine engine(even_sites(41), two_islands());
  const auto even = [](double mass) { return mass; };
  const Ended early = run_from(engine, equal_targets(41), even, {.max_iter = 2});
  CHECK(early.status == Status::kMaxIterations);
  CHECK(early.result.history.size() == 3);
  engine.has_scale_space = false;
  const Ended none = run_from(engine, equal_targets(41), even);
  CHECK(none.status == Status::kNoStart);
  CHECK(none.result.history.size() == 1);
}

}  // namespace
}  // namespace brenier
