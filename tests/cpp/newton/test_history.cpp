// What a solve leaves behind.
#include <doctest/doctest.h>

#include <cmath>

#include "brenier/newton/history.hpp"
#include "newton/interval_engine.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("the history keeps the weights of its last record - and errors under the source") {
  const IntervalEngine engine({0.25, 0.75}, uniform_line());
  const Targets targets{{0.25, 0.75}};
  NewtonSettings settings;
  int told = 0;
  settings.max_iter = 2;
  settings.callback = [&](const StepRecord& record) { return ++told == record.nit && told < 9; };
  History history(targets, settings);
  const auto at = [&](double weight, const Blend& blend) {
    return *engine.measure({0.0, weight}, nullptr, blend, {0, {}});
  };
  history.add_start(at(0.0, {}));
  CHECK(told == 0);
  CHECK_FALSE(history.is_solved());
  CHECK_FALSE(history.end());
  const auto smooth = std::make_shared<LineDensity>(rising_line());
  history.add_step(at(0.1, {0.5, smooth}), 0.5);
  CHECK_FALSE(history.end());
  history.add_step(at(0.25, {}), 1.0);
  CHECK(told == 2);
  CHECK(history.is_solved());
  CHECK(history.end() == Status::kMaxIterations);
  const NewtonResult result = std::move(history).result(Status::kConverged, 3);
  CHECK(result.weights == std::vector<double>{0.0, 0.25});
  CHECK(result.evaluations == 3);
  REQUIRE(result.history.size() == 3);
  CHECK(std::isnan(result.history[0].step));
  CHECK(result.history[0].max_relative_error == doctest::Approx(1.0));
  CHECK(result.history[1].blur == 0.5);
  CHECK(result.history[1].max_relative_error == doctest::Approx(0.6));
  CHECK(result.history[2].max_relative_error < 1e-15);
}

TEST_CASE("a callback that says no ends the solve") {
  const IntervalEngine engine({0.25, 0.75}, uniform_line());
  const Targets targets{{0.25, 0.75}};
  NewtonSettings settings;
  settings.callback = [](const StepRecord&) { return false; };
  History history(targets, settings);
  history.add_start(*engine.measure({0.0, 0.0}, nullptr, {}, {0, {}}));
  CHECK_FALSE(history.end());
  history.add_step(*engine.measure({0.0, 0.1}, nullptr, {}, {0, {}}), 1.0);
  CHECK(history.end() == Status::kStopped);
}

}  // namespace
}  // namespace brenier
