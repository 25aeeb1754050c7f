// Newton's method on an exact engine in one dimension: the loop, its damping, its end.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "brenier/linalg/cholesky.hpp"
#include "brenier/newton/growth.hpp"
#include "inputs/faulty_solver.hpp"
#include "inputs/random_input.hpp"
#include "newton/interval_engine.hpp"

namespace brenier {
namespace {

using namespace testing;

std::vector<double> increasing(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<double> even_sites(int count) {
  std::vector<double> result;
  for (int k = 0; k < count; ++k) result.push_back((k + 0.5) / count);
  return result;
}

Targets random_targets(Random& random, int count, double decades) {
  Targets result{random.numbers(count, -decades, 0.0)};
  for (double& mass : result.masses) mass = std::pow(10.0, mass);
  const double sum = std::accumulate(result.masses.begin(), result.masses.end(), 0.0);
  for (double& mass : result.masses) mass /= sum;
  return result;
}

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

/// The Newton system of an engine that has no facets but applies its Hessian: by conjugate gradients.
class OperatorSystem final : public NewtonSystem {
 public:
  using Apply = std::function<std::vector<double>(const Evaluation&, const std::vector<double>&)>;

  explicit OperatorSystem(Apply apply) : apply_(std::move(apply)) {}

  NewtonDirection direction(const Evaluation& at, const Targets& targets) override {
    const std::vector<double> growth = aimed_growth(at.masses(), targets.masses, 1);
    std::vector<double> x(growth.size(), 0.0), residual = growth, p = growth;
    double square = dot(residual, residual);
    for (std::size_t k = 0; k < 2 * growth.size() && square > 1e-30; ++k) {
      const std::vector<double> image = apply_(at, p);
      const double length = square / dot(p, image);
      for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] += length * p[i];
        residual[i] -= length * image[i];
      }
      const double next = dot(residual, residual);
      for (std::size_t i = 0; i < x.size(); ++i) p[i] = residual[i] + next / square * p[i];
      square = next;
    }
    return {growth, x};
  }
  bool are_parts_balanced(const Evaluation&, const Targets&) const override { return true; }

 private:
  static double dot(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  }

  Apply apply_;
};

TEST_CASE("an engine without facets is solved by a system that applies its Hessian") {
  Random random(410);
  const Targets targets = random_targets(random, 20, 1.0);
  const IntervalEngine engine(increasing(random.numbers(20, -1.0, 2.0)), rising_line());
  OperatorSystem system([&](const Evaluation& at, const std::vector<double>& x) {
    std::vector<double> result(x.size(), 0.0);
    for (const Facet& f : at.measures().facets) {
      const double flow = f.conductance * (x[f.i] - x[f.j]);
      result[f.i] += flow;
      result[f.j] -= flow;
    }
    return result;
  });
  const NewtonResult result = solve(engine, targets, {}, {}, system),
                     expected = solved(engine, targets);
  CHECK(result.status == Status::kConverged);
  CHECK(result.history.size() == expected.history.size());
  for (int k = 0; k < 20; ++k) {
    const double difference = result.weights[k] - result.weights[0];
    CHECK(difference == doctest::Approx(expected.weights[k] - expected.weights[0]).epsilon(1e-7));
  }
}

}  // namespace
}  // namespace brenier
