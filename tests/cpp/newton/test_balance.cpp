// Parts that have lost the cell between them, and what rounding may do.
#include "brenier/newton/balance.hpp"

#include <doctest/doctest.h>

#include "brenier/linalg/cholesky.hpp"
#include "brenier/newton/rounding.hpp"
#include "newton/interval_engine.hpp"
#include "newton/line_problems.hpp"

namespace brenier {
namespace {

using namespace testing;

const CheckInterrupt kNoInterrupt;
const std::vector<double> kFourOnEach{0.03, 0.09, 0.15, 0.22, 0.78, 0.85, 0.91, 0.97};

/// The Voronoi cells: none is on both islands.
Evaluation apart_on(const IntervalEngine& engine) {
  return *engine.measure(std::vector<double>(engine.cell_count(), 0.0), nullptr, {},
                         {engine.cell_count(), {}});
}

TEST_CASE("a part out of balance is moved as a whole until it has what it should have") {
  // Of eight cells, four on each island of half the mass: the fourth should have some of the
  // second island, or the fifth some of the first.
  const IntervalEngine engine(kFourOnEach, two_islands());
  Cholesky solver;
  FacetSystem system(solver, 1, 1e-8, kNoInterrupt);
  for (const double moved : {0.01, -0.01}) {
    Targets targets = equal_targets(8);
    for (int k = 0; k < 8; ++k) targets.masses[k] += k < 4 ? moved : -moved;
    const Evaluation apart = apart_on(engine);
    REQUIRE(system.part_out_of_balance(apart, targets).size() == 4);
    CountedEngine counted{engine};
    const std::optional<Evaluation> joined = with_parts_joined(counted, system, apart, targets);
    REQUIRE(joined);
    CHECK(system.are_parts_balanced(*joined, targets));
    double first = 0.0;
    for (int k = 0; k < 4; ++k) first += joined->masses()[k];
    CHECK(first == doctest::Approx(0.5 + 4 * moved).epsilon(0.02));
  }
}

TEST_CASE("parts in balance stay as they are") {
  const IntervalEngine engine(kFourOnEach, two_islands());
  Cholesky solver;
  FacetSystem system(solver, 1, 1e-8, kNoInterrupt);
  CountedEngine counted{engine};
  const Evaluation apart = apart_on(engine);
  const auto same = with_parts_joined(counted, system, apart, equal_targets(8));
  REQUIRE(same);
  CHECK(same->state == apart.state);
  CHECK(counted.evaluations == 0);
}

TEST_CASE("rounding moves what a facet conducts for a unit in the last place of its weights") {
  const IntervalEngine engine({0.0, 0.5, 1.0}, uniform_line());
  const Targets targets = equal_targets(3);
  const Evaluation at = *engine.measure({1e6, 1e6, 1e6}, nullptr, {}, {3, {}});
  // Facets conduct 1 / (2 · 0.5); the cell in the middle has two.
  CHECK(rounding_error(at, targets) == doctest::Approx(2.0 * 1e6 * 0x1p-52 * 3.0));
}

}  // namespace
}  // namespace brenier
