// Settings, status and result of a solve.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "brenier/interrupt.hpp"

namespace brenier {

/// One accepted step; the first record is the start, its step NaN.
struct StepRecord {
  int nit = 0;
  double max_relative_error = 0.0;
  double step = 0.0;     // the damping τ of Newton's step, 1 for a full one
  double blur = 0.0;     // share of a blurred source in the density of the step; 0 for the source
  double seconds = 0.0;  // since the solve began
};

struct NewtonSettings {
  double tol = 1e-8;  // on the relative error
  int max_iter = 100;
  int workers = 1;  // threads; -1 for all processors
  /// After each step; false stops the solve.
  std::function<bool(const StepRecord&)> callback = {};
  CheckInterrupt interrupt = {};

  /// Raises InvalidArgument naming the field and its value.
  void validate() const;
};

enum class Status {
  kConverged,       // the error is at most tol
  kMaxIterations,   // max_iter steps were not enough
  kStalled,         // no step, however small, lowers the error: the limit of the arithmetic
  kSingularSystem,  // the linear solver failed
  kStopped,         // the callback asked to stop
  kNoStart,         // no weights were found with which every site has a cell
};

/// The status as a word, and what it means in a sentence.
std::string name_of(Status status);
std::string message_of(Status status);

struct NewtonResult {
  std::vector<double> weights;  // the last iterate, in local coordinates
  Status status = Status::kMaxIterations;
  std::vector<StepRecord> history;
  int evaluations = 0;  // of the masses of a power diagram
};

}  // namespace brenier
