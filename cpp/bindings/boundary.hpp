// The border between Python and the core: who holds the GIL, and how floating-point numbers are rounded.
#pragma once

#include <pybind11/pybind11.h>

#include <cfenv>
#include <chrono>

#include "brenier/interrupt.hpp"

namespace brenier::bindings {

/// Floating-point numbers as the core's exact arithmetic wants them: rounded to nearest, those near 0 kept,
/// and no traps. Threads that are started meanwhile get them so too. At the end the caller's way of
/// rounding and the caller's flags are back, whatever happened in between.
class StandardFloats {
 public:
  StandardFloats() {
    std::fegetenv(&callers_);
    std::fesetenv(FE_DFL_ENV);
  }
  ~StandardFloats() { std::fesetenv(&callers_); }
  StandardFloats(const StandardFloats&) = delete;
  StandardFloats& operator=(const StandardFloats&) = delete;

 private:
  std::fenv_t callers_;
};

/// While it lives, a thread that holds the GIL works in the core, without it.
class InCore {
  StandardFloats floats_;
  pybind11::gil_scoped_release no_gil_;
};

/// While it lives, a thread that works in the core runs Python code, with the GIL. What that does to
/// floating-point numbers does not reach the core.
class InPython {
  pybind11::gil_scoped_acquire gil_;
  StandardFloats floats_;
};

/// Asks Python for pending signals, at most twenty times a second; throws what their handlers raise.
inline CheckInterrupt python_signals() {
  using Clock = std::chrono::steady_clock;
  return [last = Clock::now()]() mutable {
    const Clock::time_point now = Clock::now();
    if (now - last < std::chrono::milliseconds(50)) return;
    last = now;
    const InPython in_python;
    if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
  };
}

}  // namespace brenier::bindings
