// What is told of a step.
#pragma once

namespace brenier {

/// One accepted step; the first record is the start, its step NaN.
struct StepRecord {
  int nit = 0;
  double max_relative_error = 0.0;  // under the source
  double step = 0.0;                // the damping τ of Newton's step, 1 for a full one
  double blur = 0.0;     // share of a smooth source in the density of the step; 0 for the source
  double seconds = 0.0;  // since the solve began
};

}  // namespace brenier
