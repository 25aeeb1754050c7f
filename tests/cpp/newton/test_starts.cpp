// Starts, and the repair of a few underfilled cells, on an exact engine in one dimension.
#include <doctest/doctest.h>

#include "brenier/newton/repair.hpp"
#include "brenier/newton/starts.hpp"
#include "newton/interval_engine.hpp"
#include "newton/line_problems.hpp"

namespace brenier {
namespace {

using namespace testing;

constexpr int kCount = 40;

/// Zero weights, but for some sites that are hidden.
std::vector<double> weights_hiding(int hidden) {
  std::vector<double> result(kCount, 0.0);
  for (int k = 0; k < hidden; ++k) result[2 * k + 1] = -1e-3;
  return result;
}

TEST_CASE("given weights are kept where no cell is empty") {
  const IntervalEngine engine(even_sites(kCount), uniform_line());
  CountedEngine counted{engine};
  const Evaluation start = start_from(weights_hiding(0), counted, equal_targets(kCount));
  CHECK(start.weights() == weights_hiding(0));
  CHECK(counted.evaluations == 1);
}

TEST_CASE("up to a tenth of empty cells is repaired - and no other weight is changed") {
  const IntervalEngine engine(even_sites(kCount), uniform_line());
  for (const int hidden : {1, 2, 4}) {
    CountedEngine counted{engine};
    const std::vector<double> given = weights_hiding(hidden);
    const Evaluation start = start_from(given, counted, equal_targets(kCount));
    CHECK_FALSE(has_empty_cell(start));
    CHECK(counted.evaluations == 2);
    for (int k = 0; k < kCount; ++k) {
      const bool was_hidden = given[k] < 0.0;
      CHECK((start.weights()[k] != given[k]) == was_hidden);
      CHECK(start.weights()[k] >= given[k]);
      // About a quarter of the target mass.
      if (was_hidden) CHECK(start.masses()[k] * kCount / 0.25 == doctest::Approx(1.0).epsilon(0.1));
    }
  }
}

TEST_CASE("with more empty cells, or where nothing is repaired, the engine's own start is taken") {
  IntervalEngine engine(even_sites(kCount), uniform_line());
  CountedEngine counted{engine};
  const std::vector<double> own = own_start(counted, equal_targets(kCount), {}).weights();
  CHECK(start_from(weights_hiding(5), counted, equal_targets(kCount)).weights() == own);
  CHECK(start_from(std::vector<double>(kCount, 1e300), counted, equal_targets(kCount)).weights() ==
        own);
  CHECK(start_from({}, counted, equal_targets(kCount)).weights() == own);
  engine.can_repair = false;
  CHECK(start_from(weights_hiding(1), counted, equal_targets(kCount)).weights() == own);
}

TEST_CASE(
    "a repair ends where the masses are too far off - where too many cells stay empty - or in "
    "time") {
  IntervalEngine engine(even_sites(kCount), uniform_line());
  CountedEngine counted{engine};
  const Targets targets = equal_targets(kCount);
  const auto outcome = [&](int hidden, const RepairLimits& limits, double farthest) {
    Trial trial{weights_hiding(hidden), nullptr, Blend{},
                std::vector<double>(kCount, 0.25 / kCount)};
    return measured_and_repaired(counted, trial, limits, {targets, 1e-4, farthest}).end;
  };
  const RepairLimits patient{0.1, 1.0, 0.5, 0.0, 10};
  CHECK(outcome(3, patient, 10.0) == TrialEnd::kMet);
  CHECK(outcome(5, patient, 10.0) == TrialEnd::kTooManyHidden);
  CHECK(outcome(3, patient, 1e-6) == TrialEnd::kTooFar);
  CHECK(outcome(3, {0.1, 1.0, 0.5, 0.0, 1}, 10.0) == TrialEnd::kUnderfilled);
  // One cell at a time: as few as eight are never too many, nor is the part that may be left.
  engine.most_repaired_at_once = 1;
  CHECK(outcome(3, {0.1, 1.0, 0.0, 0.0, 4}, 10.0) == TrialEnd::kMet);
  CHECK(outcome(3, {0.1, 1.0, 0.0, 0.0, 3}, 10.0) == TrialEnd::kUnderfilled);
  CHECK(outcome(12, {0.5, 1.0, 0.0, 0.0, 20}, 10.0) == TrialEnd::kUnderfilled);
  CHECK(outcome(12, {0.5, 1.0, 0.0, 0.5, 20}, 10.0) == TrialEnd::kMet);
  engine.can_repair = false;
  CHECK(outcome(3, patient, 10.0) == TrialEnd::kUnderfilled);
  CHECK(outcome(0, patient, 10.0) == TrialEnd::kMet);
}

/// Zero weights, but for some sites whose cells have about a fifth of their mass.
std::vector<double> weights_shrinking(int shrunk) {
  std::vector<double> result(kCount, 0.0);
  for (int k = 0; k < shrunk; ++k) result[2 * k + 1] = -5e-4;
  return result;
}

TEST_CASE(
    "underfilled is what has less than the part asked for - too many of them are not repaired") {
  const IntervalEngine engine(even_sites(kCount), uniform_line());
  const Targets targets = equal_targets(kCount);
  const auto repaired = [&](int shrunk, double least_part, CountedEngine& counted) {
    Trial trial{weights_shrinking(shrunk), nullptr, Blend{},
                std::vector<double>(kCount, 0.6 / kCount)};
    return measured_and_repaired(counted, std::move(trial), {0.1, 1.0, 0.5, 0.0, 10},
                                 {targets, least_part, 10.0});
  };
  CountedEngine patient{engine}, content{engine}, overwhelmed{engine};
  const Repaired given_more = repaired(4, 0.5, patient);
  REQUIRE(given_more.end == TrialEnd::kMet);
  CHECK(targets.least_part(given_more.evaluation->masses()) >= 0.5);
  CHECK(patient.evaluations == 2);
  const Repaired as_it_is = repaired(4, 0.1, content);
  REQUIRE(as_it_is.end == TrialEnd::kMet);
  CHECK(targets.least_part(as_it_is.evaluation->masses()) < 0.5);
  CHECK(content.evaluations == 1);
  CHECK(repaired(5, 0.5, overwhelmed).end == TrialEnd::kUnderfilled);
  CHECK(overwhelmed.evaluations == 1);
}

}  // namespace
}  // namespace brenier
