// How a solve of a planar problem ends, and who may end it.
#include <doctest/doctest.h>

#include <stdexcept>

#include "brenier/error.hpp"
#include "brenier/transport/solve.hpp"
#include "inputs/problems.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("every way to end has its status - and the history tells the steps") {
  Random random(84);
  const PlanarProblem problem = problem_of(random.clusters(200), square());
  const NewtonResult full = solve(problem, {}, {});
  REQUIRE(full.status == Status::kConverged);
  REQUIRE(full.history.size() > 4);
  CHECK(full.evaluations >= static_cast<int>(full.history.size()));
  CHECK(std::isnan(full.history[0].step));
  for (std::size_t k = 0; k < full.history.size(); ++k) {
    CHECK(full.history[k].nit == static_cast<int>(k));
    if (k == 0) continue;
    CHECK(full.history[k].step > 0.0);
    CHECK(full.history[k].step <= 1.0);
    CHECK(full.history[k].seconds >= full.history[k - 1].seconds);
    CHECK(full.history[k - 1].max_relative_error > 1e-8);
  }
  CHECK(full.history.back().step == 1.0);

  const NewtonResult short_of = solve(problem, {}, {.max_iter = 2});
  CHECK(short_of.status == Status::kMaxIterations);
  CHECK(short_of.history.size() == 3);
  CHECK(short_of.history[2].max_relative_error == full.history[2].max_relative_error);
  const NewtonResult none = solve(problem, {}, {.max_iter = 0});
  CHECK(none.status == Status::kMaxIterations);
  CHECK(none.history.size() == 1);

  std::vector<int> told;
  NewtonSettings settings;
  settings.callback = [&](const StepRecord& record) {
    told.push_back(record.nit);
    return record.nit < 3;
  };
  const NewtonResult stopped = solve(problem, {}, settings);
  CHECK(stopped.status == Status::kStopped);
  CHECK(told == std::vector<int>{1, 2, 3});
  CHECK(stopped.history.size() == 4);

  const NewtonResult stalled = solve(problem, {}, {.tol = 1e-300});
  CHECK(stalled.status == Status::kStalled);
  CHECK(stalled.history.back().max_relative_error < 1e-10);

  // Distinct, but the strip between their bisectors is thinner than any double tells.
  const PlanarProblem hopeless =
      unmerged_problem_of({{0, 0}, {1e-300, 0}, {2e-300, 0}, {1, 1}}, square());
  const NewtonResult no_start = solve(hopeless, {}, {});
  CHECK(no_start.status == Status::kNoStart);
  CHECK(no_start.history.size() == 1);

  CHECK(name_of(Status::kNoStart) == "no_start");
  CHECK(name_of(Status::kConverged) == "converged");
}

TEST_CASE("evaluations are the power diagrams - and the interrupt's exception passes through") {
  Random random(85);
  const PlanarProblem problem = problem_of(random.points(50), square());
  int checks = 0;
  NewtonSettings settings;
  settings.interrupt = [&] { ++checks; };
  const NewtonResult result = solve(problem, {}, settings);
  // Seven checks a diagram: while sites are inserted, of the triangulation, and before every block
  // of power centres, of facets to be clipped, of cells to be measured; two a solve by Cholesky.
  const int solves = static_cast<int>(result.history.size()) - 1;
  CHECK(checks == 7 * result.evaluations + 2 * solves);
  int left = checks / 2;
  settings.interrupt = [&] {
    if (--left == 0) throw std::runtime_error("stop");
  };
  CHECK_THROWS_WITH_AS((void)solve(problem, {}, settings), "stop", std::runtime_error);
}

TEST_CASE("a bad start is replaced - and does not change the solution") {
  Random random(86);
  const PlanarProblem problem = problem_of(random.points(100), square());
  const NewtonResult own = solve(problem, {}, {});
  for (const std::vector<double>& start :
       {random.numbers(100, -5, 5), std::vector<double>(100, 1e300),
        std::vector<double>(100, std::numeric_limits<double>::quiet_NaN())}) {
    const NewtonResult result = solve(problem, start, {});
    REQUIRE(result.status == Status::kConverged);
    CHECK(result.weights == own.weights);
  }
  // Any number of workers, the same bits.
  CHECK(solve(problem, {}, {.workers = 3}).weights == own.weights);
  CHECK(contains_text(
      message_of_throw<InvalidArgument>([&] { (void)solve(problem, {}, {.tol = 0.0}); }),
      "tol is 0"));
  CHECK(contains_text(
      message_of_throw<InvalidArgument>([&] { (void)solve(problem, {}, {.max_iter = -1}); }),
      "max_iter is -1"));
}

}  // namespace
}  // namespace brenier
