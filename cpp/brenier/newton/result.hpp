// What a solve gives back.
#pragma once

#include <optional>
#include <vector>

#include "brenier/newton/status.hpp"
#include "brenier/newton/step_record.hpp"
#include "brenier/newton/tied_cells.hpp"

namespace brenier {

struct NewtonResult {
  std::vector<double> weights;  // after the last step of the history
  Status status = Status::kMaxIterations;
  std::vector<StepRecord> history;
  // The worst of those that are tied by the rounding of weights (tied_cells.hpp), if that alone is
  // why the solve stalled: the sums of the cells that are tied are within the tolerance.
  std::optional<Tie> tie;
  int evaluations = 0;  // how often all cells were measured under the source
};

}  // namespace brenier
