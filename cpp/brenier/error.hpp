// The library's exceptions: a broken contract, or a wish to stop. A solve that does not converge is
// neither: that is a Status (newton/status.hpp).
#pragma once

#include <stdexcept>
#include <string>

namespace brenier {

/// An argument that breaks its contract. The message names it, the first bad index and what was
/// expected; the bindings raise it as ValueError.
class InvalidArgument : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// A computation that cannot go on and that no caller could have foreseen (a linear system that is
/// singular, for instance). The solver turns it into a Status.
class NumericalError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace brenier
