// Newton's method on an exact engine in one dimension: the loop, its damping, its end.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <utility>

#include "brenier/linalg/cholesky.hpp"
#include "brenier/newton/continuation.hpp"
#include "brenier/newton/growth.hpp"
#include "inputs/random_input.hpp"
#include "newton/interval_engine.hpp"

namespace brenier {
namespace {

using namespace testing;

std::vector<double> increasing(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

Targets random_targets(Random& random, int count, double decades) {
  Targets result{random.numbers(count, -decades, 0.0)};
  for (double& mass : result.masses) mass = std::pow(10.0, mass);
  const double sum = std::accumulate(result.masses.begin(), result.masses.end(), 0.0);
  for (double& mass : result.masses) mass /= sum;
  return result;
}

NewtonResult solved(const CellEngine& engine, const Targets& targets,
                    const NewtonSettings& settings = {}, std::vector<double> start = {}) {
  Cholesky cholesky;
  return solve(engine, targets, std::move(start), settings, cholesky);
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
  const auto near = engine.measure(start.weights, nullptr, {}, {0, {}});
  Targets targets{near->of_source.masses};
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
    double before = 0.0;
    for (int nit = 0; nit < static_cast<int>(result.history.size()); ++nit) {
      const std::vector<double> weights = solved(engine, targets, {.max_iter = nit}).weights;
      const auto at = engine.measure(weights, nullptr, {}, {0, {}});
      const double distance = squared_distance(at->of_source.masses, targets.masses, 1);
      const double step = result.history[nit].step;
      if (nit > 0) {
        // Of the rate 2/d, a quarter is asked for.
        CHECK(distance <= (1.0 - 0.5 * step) * before * (1.0 + 1e-12));
        CHECK(std::log2(step) == std::round(std::log2(step)));
        damped += step < 1.0;
      }
      for (const double mass : at->of_source.masses) CHECK(mass > 0.0);
      before = distance;
    }
  }
  CHECK(damped >= 5);
}

/// Its first solution is many times too long.
class OnceTooLong final : public LinearSolver {
 public:
  std::vector<double> solve(const GraphLaplacian& laplacian, std::span<const double> b,
                            double tolerance, const CheckInterrupt& interrupt) override {
    std::vector<double> x = sound_.solve(laplacian, b, tolerance, interrupt);
    const double factor = std::exchange(factor_, 1.0);
    for (double& value : x) value *= factor;
    return x;
  }

 private:
  Cholesky sound_;
  double factor_ = 8.0;
};

TEST_CASE(
    "after a step found by trial the next is no longer - and then at most four times as long") {
  Random random(405);
  const Targets targets = random_targets(random, 25, 1.0);
  IntervalEngine engine(increasing(random.numbers(25, 0.0, 1.0)), rising_line());
  engine.can_repair = engine.has_scale_space = false;
  OnceTooLong solver;
  const NewtonResult result = solve(engine, targets, {}, {}, solver);
  REQUIRE(result.status == Status::kConverged);
  const double first = result.history[1].step;
  CHECK(first == 0.125);
  CHECK(result.history[2].step == 4.0 * first);
  CHECK(result.history.back().step == 1.0);
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

  // Two sites at one place share their border with everything.
  const IntervalEngine hopeless({0.2, 0.2 + 1e-300, 0.7}, uniform_line());
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
