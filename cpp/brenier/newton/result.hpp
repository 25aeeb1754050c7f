// What a solve gives back.
#pragma once

#include <vector>

#include "brenier/newton/status.hpp"
#include "brenier/newton/step_record.hpp"

namespace brenier {

struct NewtonResult {
  std::vector<double> weights;  // after the last step of the history
  Status status = Status::kMaxIterations;
  std::vector<StepRecord> history;
  int evaluations = 0;   // how often all cells were measured under the source
  int coarse_steps = 0;  // with fewer cells, before the start (coarse_to_fine.hpp)
};

}  // namespace brenier
