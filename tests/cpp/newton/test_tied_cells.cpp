// Cells that the rounding of weights ties together: which they are, where a step leads, and what a
// solve makes of them.
#include "brenier/newton/tied_cells.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "brenier/linalg/cholesky.hpp"
#include "inputs/laplacians.hpp"
#include "newton/interval_engine.hpp"
#include "newton/line_problems.hpp"

namespace brenier {
namespace {

using namespace testing;

constexpr double kHalfUlp = 0x1p-53;
const CheckInterrupt kNoInterrupt;

/// Two chains of facets with conductance 1 over cells 0, 2, 4, … and 1, 3, 5, …, some rungs between
/// them, and steep facets.
Evaluation ladder(int count, const std::vector<Facet>& steep) {
  CellMeasures measures{std::vector<double>(count), {}};
  for (int k = 0; k < count; ++k) {
    measures.masses[k] = (1.0 + 0.5 * std::sin(k)) / count;
    if (k >= 2) measures.facets.push_back({k - 2, k, 1.0});
    if (k >= 1 && k % 4 == 1) measures.facets.push_back({k - 1, k, 0.5});
  }
  for (const Facet& f : steep) measures.facets.push_back(f);
  return {nullptr, {}, std::move(measures), {}};
}

TEST_CASE("cells are tied where rounding moves more than a part of the tolerance") {
  const int count = 12;
  const Evaluation at = ladder(count, {{2, 3, 1e6}, {3, 7, 1e7}, {8, 9, 40.0}});
  Targets targets = equal_targets(count);
  targets.masses[7] *= 0.5;
  targets.masses[8] *= 1.5;
  std::vector<double> weights(count, 0.25);
  weights[7] = -0.75;

  const auto ties = TiedCells::of(at, weights, targets, 1e-9);
  REQUIRE(ties);
  CHECK(ties->pair_count() == 2);
  CHECK(ties->worst().i == 3);
  CHECK(ties->worst().j == 7);
  const double expected = kHalfUlp * (0.25 + 0.75) * 1e7 / targets.masses[7];
  CHECK(ties->worst().rounding == doctest::Approx(expected).epsilon(1e-14));
  CHECK(ties->group_count() == count - 2);
  CHECK(ties->group(2) == ties->group(3));
  CHECK(ties->group(7) == ties->group(3));
  CHECK(ties->group(8) != ties->group(9));
  const double sum = targets.masses[2] + targets.masses[3] + targets.masses[7];
  CHECK(ties->targets().masses[ties->group(2)] == doctest::Approx(sum).epsilon(1e-15));

  // None where the tolerance is wide, weights are small, or no conductance is out of the ordinary.
  CHECK_FALSE(TiedCells::of(at, weights, targets, 1e-4));
  CHECK_FALSE(TiedCells::of(at, std::vector<double>(count, 1e-9), targets, 1e-9));
  CHECK_FALSE(TiedCells::of(ladder(count, {}), weights, targets, 1e-16));
}

TEST_CASE("the shift makes the largest rounding least") {
  const int count = 12;
  const Evaluation at = ladder(count, {{0, 1, 1e6}, {4, 5, 3e6}, {8, 9, 2e6}});
  const std::vector<double> weights{1, 1, 2, 2, 3, 3, 4, 4, 7, 7, 8, 8};
  const Targets targets = equal_targets(count);
  const auto ties = TiedCells::of(at, weights, targets, 1e-9);
  REQUIRE(ties);
  const auto rounding = [&](double less) {
    double result = 0.0;
    for (const auto& [weight, conductance] : {std::pair{1., 1e6}, {3., 3e6}, {7., 2e6}}) {
      result = std::max(result, 2.0 * kHalfUlp * conductance * count * std::abs(weight - less));
    }
    return result;
  };
  const auto [less, least] = ties->sharpest();
  CHECK(least == doctest::Approx(rounding(less)));
  for (double other = 0.0; other < 8.0; other += 0.01) CHECK(least <= rounding(other) * 1.000001);
}

TEST_CASE("the direction of tied cells solves the Newton system - to the digits of small parts") {
  const int count = 16;
  const Evaluation at = ladder(count, {{4, 5, 3e11}, {5, 9, 1e12}, {9, 8, 2e11}});
  const Targets targets = equal_targets(count);
  struct State final : CellState {
    std::vector<double> values = std::vector<double>(16, 0.0);
    const std::vector<double>& weights() const override { return values; }
    std::vector<Facet> neighbors() const override { return {}; }
  };
  Evaluation with_state = at;
  with_state.state = std::make_shared<State>();
  auto ties = TiedCells::of(at, std::vector<double>(count, 0.125), targets, 1e-10);
  REQUIRE(ties);
  REQUIRE(ties->pair_count() == 3);
  ties->shift_directions();
  Cholesky solver;
  for (const int d : {1, 2, 3}) {
    FacetSystem system(solver, d, 1e-8, kNoInterrupt);
    const auto [growth, change] = system.direction_of_tied(with_state, targets, *ties);
    CHECK(std::abs(std::accumulate(growth.begin(), growth.end(), 0.0)) < 1e-15);
    // The weights of cells that are tied stay near zero, so that their differences have digits.
    CHECK(std::abs(change[5]) < 1e-9);
    const std::vector<double> flow = image(mass_jacobian(count, at.of_source.facets), change);
    CHECK(distance(flow, growth) < 1e-9);
  }
}

/// Evenly spread, and copies of some at a distance.
std::vector<double> with_copies(int count, std::initializer_list<int> copied, double distance) {
  std::vector<double> sites = even_sites(count);
  for (const int k : copied) sites.push_back(sites[k] + distance);
  return increasing(std::move(sites));
}

double relative_error(double mass, double target) { return std::abs(mass / target - 1.0); }

TEST_CASE("one near copy is solved for like any other site") {
  for (const double distance : {1e-6, 1e-9, 1e-11, 1e-13}) {
    const IntervalEngine engine(with_copies(20, {7}, distance), rising_line());
    Cholesky solver;
    const NewtonResult result = solve_with(solver, engine, equal_targets(21));
    CHECK(result.status == Status::kConverged);
    CHECK_FALSE(result.tied);
  }
}

TEST_CASE("near copies at several places leave all others right - and are named") {
  for (const double distance : {1e-11, 1e-12, 1e-13}) {
    const IntervalEngine engine(with_copies(40, {5, 20, 33}, distance), rising_line());
    const Targets targets = equal_targets(43);
    Cholesky solver;
    const NewtonResult result = solve_with(solver, engine, targets);
    CHECK(result.status == Status::kStalled);
    REQUIRE(result.tied);
    CHECK(result.tied->count == 3);
    CHECK(result.tied->worst.j == result.tied->worst.i + 1);
    CHECK(result.history.back().max_relative_error < 4.0 * result.tied->worst.rounding);

    const std::vector<double> masses =
        engine.measure(result.weights, nullptr, {}, {43, {}})->of_source.masses;
    CHECK(targets.max_relative_error(masses) == result.history.back().max_relative_error);
    for (Index k = 0; k < 43; ++k) {
      const bool is_first = k == 5 || k == 21 || k == 35;
      const bool is_second = k == 6 || k == 22 || k == 36;
      if (is_first) CHECK(relative_error(masses[k] + masses[k + 1], 2.0 / 43.0) < 1e-8);
      if (!is_first && !is_second) CHECK(relative_error(masses[k], 1.0 / 43.0) < 1e-8);
    }
  }
}

TEST_CASE("who stops a solve of tied cells is obeyed") {
  const IntervalEngine engine(with_copies(40, {5, 20, 33}, 1e-12), rising_line());
  Cholesky solver;
  const int steps = static_cast<int>(solve_with(solver, engine, equal_targets(43)).history.size());
  for (int most = 0; most < steps; ++most) {
    const NewtonResult few = solve_with(solver, engine, equal_targets(43), {.max_iter = most});
    CHECK(static_cast<int>(few.history.size()) <= most + 1);
    NewtonSettings settings;
    settings.callback = [&](const StepRecord& record) { return record.nit != most; };
    const NewtonResult stopped = solve_with(solver, engine, equal_targets(43), settings);
    if (most > 0 && static_cast<int>(stopped.history.size()) == most + 1 && most + 1 < steps) {
      CHECK(stopped.status == Status::kStopped);
    }
  }
}

}  // namespace
}  // namespace brenier
