// What a solve gives back.
#pragma once

#include <optional>
#include <vector>

#include "brenier/newton/status.hpp"
#include "brenier/newton/step_record.hpp"
#include "brenier/newton/tied_cells.hpp"

namespace brenier {

/// How many pairs of cells are tied by the rounding of weights, and the worst of them.
struct TiedPairs {
  Index count;
  Tie worst;
};

struct NewtonResult {
  std::vector<double> weights;  // after the last step of the history
  Status status = Status::kMaxIterations;
  std::vector<StepRecord> history;
  double rounding = 0.0;  // the relative error that rounding of the weights may cost
  int evaluations = 0;    // how often all cells were measured under the source
  int coarse_steps = 0;   // with fewer cells, before the start (coarse_to_fine.hpp)
  // If it stalled for no other reason than that: cells that rounding ties, whose sums are right.
  std::optional<TiedPairs> tied;
};

}  // namespace brenier
