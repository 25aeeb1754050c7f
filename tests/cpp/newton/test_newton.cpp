// Newton's method on an exact engine in one dimension: the loop, its damping, its end.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "brenier/linalg/cholesky.hpp"
#include "brenier/newton/growth.hpp"
#include "inputs/faulty_solver.hpp"
#include "newton/interval_engine.hpp"
#include "newton/line_problems.hpp"

namespace brenier {
namespace {

using namespace testing;

NewtonResult solved(const CellEngine& engine, const Targets& targets,
                    const NewtonSettings& settings = {}) {
  Cholesky cholesky;
  return solve_with(cholesky, engine, targets, settings);
}

/// The masses under the source; no cell is hidden.
std::vector<double> masses_of(const CellEngine& engine, const std::vector<double>& weights) {
  const auto at = engine.measure(weights, nullptr, {}, {0, {}});
  REQUIRE(at.has_value());
  return at->of_source.masses;
}

TEST_CASE("weights are the exact ones of one dimension") {
  Random random(401);
  const auto quantile_of_rising = [](double q) { return -0.5 + std::sqrt(0.25 + 2.0 * q); };
  const auto quantile_of_uniform = [](double q) { return q; };
  for (const int count : {1, 2, 30}) {
    const Targets targets = random_targets(random, count, 2.0);
    const std::vector<double> sites = increasing(random.numbers(count, -1.0, 3.0));
    const auto check = [&](const LineDensity& density,
                           const std::function<double(double)>& quantile) {
      const IntervalEngine engine(sites, density);
      const NewtonResult result = solved(engine, targets, {.tol = 1e-10});
      CHECK(result.status == Status::kConverged);
      const std::vector<double> exact = engine.exact_weights(targets.masses, quantile);
      for (int k = 0; k < count; ++k) {
        CHECK(result.weights[k] - result.weights[0] == doctest::Approx(exact[k]).epsilon(1e-9));
      }
    };
    check(uniform_line(), quantile_of_uniform);
    check(rising_line(), quantile_of_rising);
  }
}

TEST_CASE("the end is quadratic") {
  Random random(402);
  const Targets targets = random_targets(random, 20, 0.5);
  const IntervalEngine engine(increasing(random.numbers(20, 0.0, 1.0)), rising_line());
  const NewtonResult result = solved(engine, targets, {.tol = 1e-13});
  REQUIRE(result.status == Status::kConverged);
  int looked_at = 0;
  for (std::size_t k = 1; k < result.history.size(); ++k) {
    const double before = result.history[k - 1].max_relative_error;
    if (before > 0.1) continue;
    ++looked_at;
    CHECK(result.history[k].step == 1.0);
    CHECK(result.history[k].max_relative_error <= 10.0 * before * before + 1e-14);
  }
  CHECK(looked_at >= 2);
}

TEST_CASE("where masses are linear in the weights one step does it") {
  Random random(403);
  const IntervalEngine engine(increasing(random.numbers(20, 0.0, 1.0)), uniform_line());
  const NewtonResult start = solved(engine, random_targets(random, 20, 0.1), {.max_iter = 0});
  // Targets so near to what the start has that no cell is emptied by a full step.
  Targets targets{masses_of(engine, start.weights)};
  for (std::size_t k = 0; k + 1 < targets.masses.size(); k += 2) {
    const double part = 0.2 * std::min(targets.masses[k], targets.masses[k + 1]);
    targets.masses[k] += part;
    targets.masses[k + 1] -= part;
  }
  const NewtonResult result = solved(engine, targets, {.tol = 1e-11});
  CHECK(result.status == Status::kConverged);
  CHECK(result.history.back().nit == 1);
}

TEST_CASE("steps are damped so that cells keep their part and the distance falls in proportion") {
  Random random(404);
  int damped = 0;
  for (int round = 0; round < 20; ++round) {
    const Targets targets = random_targets(random, 25, 3.0);
    IntervalEngine engine(increasing(random.numbers(25, -1.0, 2.0)), rising_line());
    engine.can_repair = false;
    const NewtonResult result = solved(engine, targets);
    CHECK(result.status == Status::kConverged);
    double before = 0.0, least_part = 0.0;
    for (int nit = 0; nit < static_cast<int>(result.history.size()); ++nit) {
      const std::vector<double> weights = solved(engine, targets, {.max_iter = nit}).weights;
      const std::vector<double> masses = masses_of(engine, weights);
      const double distance = squared_distance(masses, targets.masses, 1);
      const double step = result.history[nit].step;
      if (nit > 0) {
        // Of the rate 2/d, a quarter is asked for.
        CHECK(distance <= (1.0 - 0.5 * step) * before * (1.0 + 1e-12));
        CHECK(std::log2(step) == std::round(std::log2(step)));
        damped += step < 1.0;
      }
      const double part = targets.least_part(masses);
      if (nit == 0) least_part = std::min(1e-4, 0.5 * part);
      CHECK(part >= least_part);
      before = distance;
    }
  }
  CHECK(damped >= 5);
}

TEST_CASE("a step is at most four times as long as the last one") {
  Random random(405);
  const Targets targets = random_targets(random, 25, 1.0);
  IntervalEngine engine(increasing(random.numbers(25, 0.0, 1.0)), rising_line());
  engine.can_repair = engine.has_scale_space = false;
  // Longer ones leave cells empty, so that nothing is measured.
  FaultySolver solver(1, 1, times(8.0));
  const NewtonResult result = solve_with(solver, engine, targets);
  REQUIRE(result.status == Status::kConverged);
  CHECK(result.history[1].step == 0.125);
  CHECK(result.history[2].step == 0.5);
  CHECK(result.history.back().step == 1.0);
}

TEST_CASE(
    "a step is no longer than the last one if a trial for that has measured all cells in vain") {
  Random random(408);
  const IntervalEngine engine(even_sites(200), uniform_line());
  const Targets targets = random_targets(random, 200, 0.02);
  // Thrice as long as it should be, the first step goes too far, and half of it does not.
  FaultySolver solver(1, 1, times(3.0));
  const NewtonResult result = solve_with(solver, engine, targets);
  REQUIRE(result.status == Status::kConverged);
  CHECK(result.history[1].step == 0.5);
  CHECK(result.history[2].step == 0.5);
  CHECK(result.history[3].step == 1.0);
}

TEST_CASE("cells that a step leaves underfilled are repaired so that the step is not halved") {
  Random random(409);
  const Targets targets = random_targets(random, 300, 1.0);
  const std::vector<double> sites = increasing(random.numbers(300, -0.5, 1.5));
  IntervalEngine repairs(sites, rising_line()), halves(sites, rising_line());
  halves.can_repair = false;
  const NewtonResult result = solved(repairs, targets), other = solved(halves, targets);
  CHECK(result.status == Status::kConverged);
  CHECK(other.status == Status::kConverged);
  CHECK(result.history.back().nit < other.history.back().nit);
  // Every record has cells that keep their part.
  for (int nit = 1; nit <= result.history.back().nit; ++nit) {
    const std::vector<double> weights = solved(repairs, targets, {.max_iter = nit}).weights;
    CHECK(targets.least_part(masses_of(repairs, weights)) > 0.0);
  }
}

TEST_CASE("every way to end has its status - and the callback is told of every step") {
  Random random(406);
  const Targets targets = random_targets(random, 20, 3.0);
  const IntervalEngine engine(increasing(random.numbers(20, -1.0, 2.0)), rising_line());
  const NewtonResult full = solved(engine, targets);
  REQUIRE(full.status == Status::kConverged);
  REQUIRE(full.history.size() > 3);
  CHECK(solved(engine, targets, {.max_iter = 2}).status == Status::kMaxIterations);
  CHECK(solved(engine, targets, {.tol = 1e-300}).status == Status::kStalled);

  std::vector<int> told;
  NewtonSettings settings;
  settings.callback = [&](const StepRecord& record) {
    told.push_back(record.nit);
    return record.nit < 2;
  };
  const NewtonResult stopped = solved(engine, targets, settings);
  CHECK(stopped.status == Status::kStopped);
  CHECK(told == std::vector<int>{1, 2});
  CHECK(stopped.weights == solved(engine, targets, {.max_iter = 2}).weights);

  // The similarity puts a site into each of the gaps of this density.
  IntervalEngine hopeless({0.0, 0.5, 1.0}, two_islands());
  hopeless.has_scale_space = false;
  CHECK(solved(hopeless, {{0.3, 0.3, 0.4}}).status == Status::kNoStart);
}

TEST_CASE("an interruption passes through from wherever it comes") {
  Random random(407);
  const Targets targets = random_targets(random, 20, 3.0);
  const IntervalEngine engine(increasing(random.numbers(20, -1.0, 2.0)), rising_line());
  int checks = 0;
  NewtonSettings settings;
  settings.interrupt = [&] { ++checks; };
  const NewtonResult result = solved(engine, targets, settings);
  REQUIRE(checks > 4);
  for (int at = 1; at <= checks; ++at) {
    int left = at;
    settings.interrupt = [&] {
      if (--left == 0) throw std::runtime_error("stop");
    };
    CHECK_THROWS_WITH_AS((void)solved(engine, targets, settings), "stop", std::runtime_error);
  }
  CHECK(solved(engine, targets).weights == result.weights);
}

}  // namespace
}  // namespace brenier
