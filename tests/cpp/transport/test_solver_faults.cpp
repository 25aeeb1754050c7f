// Whatever breaks inside of a solve: its status tells, and what it hands out is its last sound
// iterate.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <new>
#include <stdexcept>

#include "brenier/error.hpp"
#include "brenier/plane/problem/transport_diagram.hpp"
#include "brenier/transport/solve.hpp"
#include "inputs/faulty_solver.hpp"
#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace testing;

FaultySolver::Fault entry(double value) {
  return
      [value](std::vector<double>& x, std::span<const double> /*b*/) { x[x.size() / 2] = value; };
}
/// In another order, which is no solution at all.
void shuffled(std::vector<double>& x, std::span<const double> /*b*/) {
  std::reverse(x.begin(), x.end());
}

/// The way of steepest ascent, so far that the shortest step on it leaves most cells empty.
void hiding(std::vector<double>& x, std::span<const double> b) {
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = 1e100 * b[k];
}

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct NamedFault {
  std::string name;
  FaultySolver::Fault fault;
};
/// Those that no step can come of.
std::vector<NamedFault> useless() {
  return {{"singular", singular},
          {"one is not a number", entry(kNaN)},
          {"one is infinite", entry(kInfinity)},
          {"one is infinitely negative", entry(-kInfinity)},
          {"backwards", times(-1.0)}};
}

PlanarProblem flat_problem() {
  Random random(121);
  return problem_of(random.clusters(300), square());
}
PlanarProblem rough_problem() {
  Random random(122);
  return problem_of(random.points(300), checkerboard());
}

/// Solved by way of a floor under the masses, which sinks.
PlanarProblem steep_problem() {
  Random random(123);
  std::vector<double> masses = random.numbers(300, -6.0, 0.0);
  double sum = 0.0;
  for (double& mass : masses) sum += mass = std::pow(10.0, mass);
  for (double& mass : masses) mass /= sum;
  return PlanarProblem(random.points(300), masses, source_of(checkerboard()));
}

/// The status fits the error; weights, error and history are of one and the same iterate, which the
/// caller can work with.
void check_honest(const PlanarProblem& problem, const NewtonResult& result, double tol = 1e-8) {
  REQUIRE(!result.history.empty());
  for (std::size_t k = 0; k < result.history.size(); ++k) {
    CHECK(result.history[k].nit == static_cast<int>(k));
    CHECK(std::isnan(result.history[k].step) == (k == 0));
  }
  REQUIRE(result.weights.size() == problem.points.size());
  for (const double weight : result.weights) REQUIRE(std::isfinite(weight));
  const double error = result.history.back().max_relative_error;
  CHECK((result.status == Status::kConverged) == (error <= tol));
  CHECK(problem.targets.max_relative_error(measures_of(problem, result.weights).masses) ==
        doctest::Approx(error).epsilon(1e-9));
  const auto diagram = transport_diagram(problem, result.weights, 1, {});
  double total = 0.0;
  for (const double mass : diagram->masses()) total += mass;
  CHECK(total == doctest::Approx(1.0).epsilon(1e-12));
}

void check_stalls(const FaultySolver::Fault& fault) {
  const PlanarProblem flat = flat_problem(), rough = rough_problem();
  FaultySolver solver(3, kForEver, fault), other(3, kForEver, fault);
  const NewtonResult result = solve_with(solver, flat);
  check_honest(flat, result);
  CHECK(result.status == Status::kStalled);
  // A background whose share has sunk to 1e-14 may leave the system singular to working precision.
  const NewtonResult around = solve_with(other, rough);
  check_honest(rough, around);
  CHECK((around.status == Status::kStalled || around.status == Status::kSingularSystem));
}

TEST_CASE("a linear solver that fails from some step on ends the solve with the step before") {
  const PlanarProblem problem = flat_problem();
  for (const auto& [name, fault] : useless()) {
    for (const int steps : {0, 1, 3}) {
      CAPTURE(name);
      CAPTURE(steps);
      FaultySolver solver(steps + 1, kForEver, fault);
      const NewtonResult result = solve_with(solver, problem);
      check_honest(problem, result);
      CHECK(result.status == Status::kSingularSystem);
      const NewtonResult before = solve(problem, {}, {.max_iter = steps});
      CHECK(result.history.size() == before.history.size());
      CHECK(result.weights == before.weights);
    }
  }
}

TEST_CASE("a linear solver that fails once under a rough source is got over on the way around") {
  for (const PlanarProblem& problem : {rough_problem(), steep_problem()}) {
    for (const auto& [name, fault] : useless()) {
      CAPTURE(name);
      FaultySolver once(2, 2, fault);
      const NewtonResult result = solve_with(once, problem);
      check_honest(problem, result);
      CHECK(result.status == Status::kConverged);
      // On the way, or at its beginning: the weights left are those of the last record.
      for (const int first : {1, 4, 8, 16}) {
        CAPTURE(first);
        FaultySolver broken(first, kForEver, fault);
        const NewtonResult ended = solve_with(broken, problem);
        check_honest(problem, ended);
        if (ended.status != Status::kConverged) CHECK(ended.status == Status::kSingularSystem);
      }
    }
  }
}

TEST_CASE("where every step would empty too many cells the solve stalls") { check_stalls(hiding); }

TEST_CASE("a step that leads nowhere or that is too long for any number is stalling") {
  for (const double factor : {0.0, 1e300}) check_stalls(times(factor));
}

TEST_CASE("wrong directions come to an honest end - and the method finds its way back from one") {
  for (const PlanarProblem& problem : {flat_problem(), rough_problem()}) {
    for (const auto& fault : std::vector<FaultySolver::Fault>{
             shuffled, times(1e-3), times(30.0), times(1e8), entry(1e3), entry(1e150)}) {
      FaultySolver wrong(2, kForEver, fault);
      check_honest(problem, solve_with(wrong, problem, {.max_iter = 30}));
      FaultySolver once(2, 2, fault);
      const NewtonResult result = solve_with(once, problem);
      check_honest(problem, result);
      CHECK(result.status == Status::kConverged);
    }
  }
}

TEST_CASE("what is none of the solver's own errors passes through it from wherever it is thrown") {
  const PlanarProblem problem = steep_problem();
  FaultySolver full(4, kForEver, [](std::vector<double>& /*x*/, std::span<const double> /*b*/) {
    throw std::bad_alloc();
  });
  CHECK_THROWS_AS((void)solve_with(full, problem), std::bad_alloc);
  int checks = 0;
  NewtonSettings settings;
  settings.interrupt = [&] { ++checks; };
  const NewtonResult result = solve(problem, {}, settings);
  REQUIRE(checks > 100);
  for (int at = 1; at <= checks; at += checks / 25) {
    int left = at;
    settings.interrupt = [&] {
      if (--left == 0) throw std::runtime_error("stop");
    };
    CHECK_THROWS_WITH_AS((void)solve(problem, {}, settings), "stop", std::runtime_error);
  }
  // Nothing of them is left.
  CHECK(solve(problem, {}, {}).weights == result.weights);
}

TEST_CASE(
    "when time runs out the last step is what is handed out - under a blurred source as well") {
  for (const PlanarProblem& problem : {flat_problem(), rough_problem(), steep_problem()}) {
    for (const int steps : {1, 2, 5, 9, 15, 20}) {
      NewtonSettings settings;
      settings.callback = [&](const StepRecord& record) { return record.nit < steps; };
      const NewtonResult stopped = solve(problem, {}, settings);
      check_honest(problem, stopped);
      const NewtonResult cut = solve(problem, {}, {.max_iter = steps});
      check_honest(problem, cut);
      CHECK(stopped.weights == cut.weights);
      if (cut.status == Status::kConverged) continue;
      CHECK(stopped.status == Status::kStopped);
      CHECK(cut.status == Status::kMaxIterations);
      CHECK(stopped.history.size() == cut.history.size());
    }
  }
}

TEST_CASE("where no start without an empty cell is found its error is told all the same") {
  // The strips between their bisectors are thinner than any double tells.
  const PlanarProblem problem =
      unmerged_problem_of({{0, 0}, {1e-300, 0}, {2e-300, 0}, {1, 1}}, square());
  const NewtonResult result = solve(problem, {}, {});
  check_honest(problem, result);
  CHECK(result.status == Status::kNoStart);
  CHECK(result.history.size() == 1);
  CHECK(result.history[0].max_relative_error >= 1.0);
}

}  // namespace
}  // namespace brenier
