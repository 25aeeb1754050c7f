// Starts by fewer cells: when they are asked for, how they are counted, and what if they fail.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "inputs/faulty_solver.hpp"
#include "newton/interval_engine.hpp"
#include "newton/line_problems.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Most of them near 0: the similarity that they start from gives the last cell half of the mass.
std::vector<double> crowded_sites(int count) {
  std::vector<double> result = even_sites(count);
  for (double& y : result) y = y * y * y * y * y * y;
  return result;
}

struct Solved {
  IntervalEngine engine;
  NewtonResult result;
};

Solved solved(std::vector<double> sites, Index fewest_to_pair, LinearSolver& solver,
              const NewtonSettings& settings = {}) {
  IntervalEngine engine(std::move(sites), rising_line());
  engine.fewest_to_pair = fewest_to_pair;
  const Targets targets = equal_targets(engine.cell_count());
  NewtonResult result = solve_with(solver, engine, targets, settings);
  return {std::move(engine), std::move(result)};
}

TEST_CASE("a start far from the targets is left for one that coarser cells have found") {
  for (const int count : {40, 41, 101}) {
    FaultySolver solver(kForEver, kForEver, singular);
    const Solved alone = solved(crowded_sites(count), 1000, solver);
    const Solved paired = solved(crowded_sites(count), 20, solver);
    CHECK(alone.result.coarse_steps == 0);
    CHECK(paired.result.coarse_steps > 0);
    CHECK(paired.result.status == Status::kConverged);
    // The first record is of the start with all cells.
    CHECK(paired.result.history[0].max_relative_error <
          0.2 * alone.result.history[0].max_relative_error);
    const auto quantile = [](double m) { return std::sqrt(0.25 + 2.0 * m) - 0.5; };
    const std::vector<double> exact =
        paired.engine.exact_weights(equal_targets(count).masses, quantile);
    const double shift = paired.result.weights[0] - exact[0];
    for (int k = 0; k < count; ++k) {
      CHECK(paired.result.weights[k] == doctest::Approx(exact[k] + shift).epsilon(1e-7));
    }
  }
}

TEST_CASE("a start near the targets stays as it is - and so does a given one") {
  FaultySolver solver(kForEver, kForEver, singular);
  CHECK(solved(even_sites(60), 20, solver).result.coarse_steps == 0);
  IntervalEngine engine(crowded_sites(60), rising_line());
  engine.fewest_to_pair = 20;
  std::vector<double> start;
  engine.propose_starts({}, {}, [&](StartProposal proposal) {
    start = std::move(proposal.weights);
    return true;
  });
  const NewtonSettings settings;
  FacetSystem system(solver, 1, settings.tol, settings.interrupt);
  CHECK(solve(engine, equal_targets(60), start, settings, system).coarse_steps == 0);
}

TEST_CASE("coarser cells that cannot be solved leave the start as it was") {
  const Solved alone = [] {
    FaultySolver solver(kForEver, kForEver, singular);
    return solved(crowded_sites(40), 1000, solver);
  }();
  FaultySolver solver(1, 2, singular);  // the only level, first directly and then by smooth sources
  const Solved paired = solved(crowded_sites(40), 40, solver, {.max_iter = 1});
  CHECK(paired.result.history[0].max_relative_error == alone.result.history[0].max_relative_error);
}

TEST_CASE("coarser cells take at most as many steps as are allowed for all cells") {
  FaultySolver solver(kForEver, kForEver, singular);
  for (int steps = 0; steps < 6; ++steps) {
    const Solved paired = solved(crowded_sites(101), 20, solver, {.max_iter = steps});
    CHECK(paired.result.coarse_steps <= steps);
    CHECK(paired.result.history.back().nit <= steps);
  }
}

}  // namespace
}  // namespace brenier
