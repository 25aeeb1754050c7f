// Ctrl-C during a long computation without the GIL.
#pragma once

#include <pybind11/pybind11.h>

#include <chrono>

#include "brenier/interrupt.hpp"

namespace brenier::bindings {

/// Asks Python for pending signals, at most twenty times a second; throws what their handlers raise.
inline CheckInterrupt python_signals() {
  using Clock = std::chrono::steady_clock;
  return [last = Clock::now()]() mutable {
    const Clock::time_point now = Clock::now();
    if (now - last < std::chrono::milliseconds(50)) return;
    last = now;
    const pybind11::gil_scoped_acquire gil;
    if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
  };
}

}  // namespace brenier::bindings
