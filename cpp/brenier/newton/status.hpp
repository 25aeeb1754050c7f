// How a solve ends.
#pragma once

#include <string>

namespace brenier {

enum class Status {
  kConverged,       // the error is at most tol
  kMaxIterations,   // max_iter steps were not enough
  kStalled,         // no step, however small, lowers the error: the limit of the arithmetic
  kSingularSystem,  // the linear solver failed
  kStopped,         // the callback asked to stop
  kNoStart,         // no weights were found with which every site has a cell
};

/// Could no further step be taken?
constexpr bool is_stuck(Status status) {
  return status == Status::kStalled || status == Status::kSingularSystem;
}

/// The status as a word, and what it means in a sentence.
std::string name_of(Status status);
std::string message_of(Status status);

}  // namespace brenier
