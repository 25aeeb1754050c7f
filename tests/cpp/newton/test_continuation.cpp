// What happens where Newton's method alone does not get there: smooth sources, blends, a sinking
// floor.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "brenier/error.hpp"
#include "brenier/newton/continuation.hpp"
#include "inputs/faulty_solver.hpp"
#include "newton/interval_engine.hpp"
#include "newton/line_problems.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Tells for which targets starts are asked for.
class WatchedEngine final : public IntervalEngine {
 public:
  using IntervalEngine::IntervalEngine;

  mutable std::vector<std::vector<double>> targets_of_starts;
  mutable std::vector<double> blurs_of_starts;

  void propose_starts(std::span<const double> targets, const Blend& blend,
                      const std::function<bool(StartProposal)>& is_accepted) const override {
    targets_of_starts.emplace_back(targets.begin(), targets.end());
    blurs_of_starts.push_back(blend.blur);
    IntervalEngine::propose_starts(targets, blend, is_accepted);
  }
};

/// Equal masses, but for a few tiny ones.
Targets with_tiny_ones(int count, double tiny) {
  Targets result = equal_targets(count);
  for (int k = 2; k < count; k += 5) {
    result.masses[k - 1] += result.masses[k] - tiny;
    result.masses[k] = tiny;
  }
  return result;
}

/// With so many failures of the linear solver to begin with.
NewtonResult solved(const CellEngine& engine, const Targets& targets, int failures,
                    const NewtonSettings& settings = {}) {
  FaultySolver solver(1, failures, singular);
  return solve_with(solver, engine, targets, settings);
}

bool is_blurred(const StepRecord& record) { return record.blur > 0.0; }

TEST_CASE(
    "cells on empty ground have no start of their own - smooth sources lead to the solution") {
  // An odd count: the cell in the middle is in both islands.
  for (const int count : {10, 11}) {
    const WatchedEngine engine(even_sites(count), two_islands());
    const Targets targets = equal_targets(count);
    const NewtonResult result = solved(engine, targets, 0);
    CHECK(result.status == Status::kConverged);
    CHECK(engine.blurs_of_starts == std::vector<double>{0.0, 1.0});
    // Blur falls from step to step, and the last ones are under the source.
    REQUIRE(result.history.size() > 3);
    CHECK(result.history[1].blur == 1.0);
    CHECK(result.history.back().blur == 0.0);
    const auto at = engine.measure(result.weights, nullptr, {}, {0, {}});
    CHECK(targets.max_relative_error(at->of_source.masses) <= 1e-8);
  }
}

TEST_CASE(
    "a start under a smooth source that solves the problem ends it - with a record of its own") {
  /// Has no start under the source.
  class NoDirectStart final : public IntervalEngine {
   public:
    using IntervalEngine::IntervalEngine;
    void propose_starts(std::span<const double> targets, const Blend& blend,
                        const std::function<bool(StartProposal)>& is_accepted) const override {
      if (blend.blur > 0.0) return IntervalEngine::propose_starts(targets, blend, is_accepted);
      is_accepted({{0.0, -10.0}, 0.0, 0.0});
    }
  };
  const NoDirectStart engine({0.25, 0.75}, two_islands());
  const NewtonResult result = solved(engine, equal_targets(2), 0);
  CHECK(result.status == Status::kConverged);
  REQUIRE(result.history.size() == 2);
  CHECK(result.history[0].max_relative_error == 1.0);
  CHECK(result.history[1].max_relative_error == 0.0);
  CHECK(result.history[1].step == 1.0);
  CHECK(result.weights != std::vector<double>{0.0, -10.0});
  // Of no step at all there is none to tell of.
  const NewtonResult none = solved(engine, equal_targets(2), 0, {.max_iter = 0});
  CHECK(none.status == Status::kMaxIterations);
  CHECK(none.history.size() == 1);
}

TEST_CASE("a system that cannot be solved once on the way from smooth sources does not end it") {
  const IntervalEngine engine(even_sites(11), two_islands());
  const Targets targets = equal_targets(11);
  FaultySolver sound(kForEver, kForEver, singular);
  REQUIRE(solve_with(sound, engine, targets).status == Status::kConverged);
  REQUIRE(sound.calls() > 6);
  for (int once = 1; once <= sound.calls(); ++once) {
    CAPTURE(once);
    FaultySolver solver(once, once, singular);
    CHECK(solve_with(solver, engine, targets).status == Status::kConverged);
    CHECK(solver.calls() >= once);
  }
}

TEST_CASE("without smooth sources a solve on empty ground says that there is no start") {
  IntervalEngine engine(even_sites(10), two_islands());
  engine.has_scale_space = false;
  const NewtonResult result = solved(engine, equal_targets(10), 0);
  CHECK(result.status == Status::kNoStart);
  CHECK(result.history.size() == 1);
}

TEST_CASE(
    "a direction that cannot be found sends the solve to smooth sources - a flat source has none") {
  const IntervalEngine rising(even_sites(12), rising_line()), flat(even_sites(12), uniform_line());
  const Targets targets{{0.2, 0.1, 0.05, 0.05, 0.1, 0.1, 0.05, 0.05, 0.1, 0.1, 0.05, 0.05}};
  const NewtonResult result = solved(rising, targets, 1);
  CHECK(result.status == Status::kConverged);
  CHECK(std::any_of(result.history.begin(), result.history.end(), is_blurred));
  CHECK(solved(flat, targets, 1).status == Status::kSingularSystem);
  CHECK(solved(rising, targets, kForEver).status == Status::kSingularSystem);
}

TEST_CASE("tiny target masses are raised to a floor that sinks after a direct solve has failed") {
  const int count = 20;
  for (const double tiny : {1e-5, 1e-9}) {
    const WatchedEngine engine(even_sites(count), rising_line());
    const Targets targets = with_tiny_ones(count, tiny);
    const NewtonResult result = solved(engine, targets, 1, {.tol = 1e-6});
    CHECK(result.status == Status::kConverged);
    REQUIRE(engine.targets_of_starts.size() == 2);
    CHECK(engine.targets_of_starts[0] == targets.masses);
    // To a hundredth of the mean, and scaled to sum to 1 again.
    const Targets raised = targets.with_floor(0.01 / count);
    CHECK(engine.targets_of_starts[1] == raised.masses);
    CHECK(raised.least() > 0.009 / count);
    // Errors are those for the targets asked for, which the floor does not meet.
    CHECK(result.history[1].max_relative_error > 1.0);
    const auto at = engine.measure(result.weights, nullptr, {}, {0, {}});
    CHECK(targets.max_relative_error(at->of_source.masses) <= 1e-6);
  }
}

TEST_CASE("a floor that sinks too far for one step sinks by less - or by way of a blend") {
  const int count = 20;
  const Targets targets = with_tiny_ones(count, 1e-7);
  const IntervalEngine engine(even_sites(count), rising_line());
  const auto is_solved_without_blur = [&](FaultySolver& solver) {
    const NewtonResult result = solve_with(solver, engine, targets, {.tol = 1e-6});
    CHECK(result.status == Status::kConverged);
    return std::none_of(result.history.begin(), result.history.end(), is_blurred);
  };
  FaultySolver sound(1, 1, singular);
  CHECK(is_solved_without_blur(sound));
  REQUIRE(sound.calls() > 6);
  int by_less = 0, by_blend = 0;
  for (int second = 2; second < sound.calls(); ++second) {
    CAPTURE(second);
    FaultySolver no_step(1, 1, singular), no_direction(1, 1, singular);
    no_step.add(second, second, times(0.0));
    no_direction.add(second, second, singular);
    by_less += is_solved_without_blur(no_step);
    by_blend += !is_solved_without_blur(no_direction);
  }
  CHECK(by_less >= 2);
  CHECK(by_blend >= 2);
}

TEST_CASE("masses that are not tiny know no floor") {
  const WatchedEngine engine(even_sites(20), rising_line());
  const NewtonResult result = solved(engine, with_tiny_ones(20, 1e-3), 1);
  CHECK(result.status == Status::kConverged);
  for (const auto& targets : engine.targets_of_starts) {
    CHECK(targets == with_tiny_ones(20, 1e-3).masses);
  }
}

TEST_CASE("wherever a solve ends its weights and its error are those of the last record") {
  for (const double tiny : {1e-3, 1e-9}) {
    for (const bool is_rough : {false, true}) {
      const IntervalEngine engine(even_sites(21), is_rough ? two_islands() : rising_line());
      const Targets targets = with_tiny_ones(21, tiny);
      const int last = solved(engine, targets, 1).history.back().nit;
      for (int steps = 0; steps <= last; ++steps) {
        const NewtonResult result = solved(engine, targets, 1, {.max_iter = steps});
        const auto at = engine.measure(result.weights, nullptr, {}, {21, {}});
        CHECK(targets.max_relative_error(at->of_source.masses) ==
              doctest::Approx(result.history.back().max_relative_error).epsilon(1e-9));
        CHECK(result.history.back().nit == steps);
      }
    }
  }
}

TEST_CASE("settings that make no sense are refused - and targets for other cells") {
  const IntervalEngine engine(even_sites(3), uniform_line());
  CHECK_THROWS_AS((void)solved(engine, equal_targets(3), 0, {.tol = 0.0}), InvalidArgument);
  CHECK_THROWS_AS((void)solved(engine, equal_targets(3), 0, {.max_iter = -1}), InvalidArgument);
  CHECK_THROWS_AS((void)solved(engine, equal_targets(4), 0), InvalidArgument);
}

}  // namespace
}  // namespace brenier
