#include "brenier/newton/status.hpp"

namespace brenier {

std::string name_of(Status status) {
  switch (status) {
    case Status::kConverged:
      return "converged";
    case Status::kMaxIterations:
      return "max_iterations";
    case Status::kStalled:
      return "stalled";
    case Status::kSingularSystem:
      return "singular_system";
    case Status::kStopped:
      return "stopped";
    case Status::kNoStart:
      return "no_start";
  }
  return "";
}

std::string message_of(Status status) {
  switch (status) {
    case Status::kConverged:
      return "converged: every cell has its target mass to the tolerance";
    case Status::kMaxIterations:
      return "not converged: max_iter steps were not enough";
    case Status::kStalled:
      return "not converged: no step lowers the error any more in double precision";
    case Status::kSingularSystem:
      return "not converged: the Newton system is singular to working precision";
    case Status::kStopped:
      return "not converged: stopped by the callback";
    case Status::kNoStart:
      return "not converged: no weights were found with which every site has a cell";
  }
  return "";
}

}  // namespace brenier
