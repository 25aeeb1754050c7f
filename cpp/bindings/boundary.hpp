// The border between Python and the core: who holds the GIL, and how floating-point numbers are
// rounded.
#pragma once

#include <pybind11/pybind11.h>

#include <cfenv>
#include <chrono>
#include <thread>

#include "brenier/interrupt.hpp"
#include "brenier/ready_to_throw.hpp"

namespace brenier::bindings {

/// Floating-point numbers as the core's exact arithmetic wants them: rounded to nearest, those near
/// 0 kept, and no traps. Threads that are started meanwhile get them so too. At the end the
/// caller's way of rounding and the caller's flags are back, whatever happened in between.
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

/// Calls what may wait for the GIL. When the interpreter shuts down while other threads still
/// compute, Python before 3.14 ends those that wait by pthread_exit, which unwinds their stack:
/// through destructors that need the GIL themselves. Here the thread sleeps until the process has
/// come to its end. The call itself must throw nothing, and should lead straight into C.
template <class Call>
void unless_shut_down(Call&& call) {
  try {
    call();
  } catch (...) {
    while (true) std::this_thread::sleep_for(std::chrono::hours(1));
  }
}

/// While it lives, a thread that holds the GIL works in the core, without it. If there is no memory
/// to get ready to throw, the core finds that out.
class InCore {
 public:
  InCore() : thread_(PyEval_SaveThread()) { ready_to_throw(); }
  ~InCore() { take_gil(); }
  InCore(const InCore&) = delete;
  InCore& operator=(const InCore&) = delete;

 private:
  friend class InPython;

  /// Of this very thread's state, which Python has known before: when the interpreter has come to
  /// its end, there is no making of a new one.
  void take_gil() const {
    unless_shut_down([&] { PyEval_RestoreThread(thread_); });
  }
  void release_gil() const { thread_ = PyEval_SaveThread(); }

  StandardFloats floats_;
  mutable PyThreadState* thread_;
};

/// While it lives, the thread that works in the core runs Python code, with the GIL. What that does
/// to floating-point numbers does not reach the core.
class InPython {
 public:
  explicit InPython(const InCore& in_core) : in_core_(in_core) { in_core_.take_gil(); }
  ~InPython() { in_core_.release_gil(); }
  InPython(const InPython&) = delete;
  InPython& operator=(const InPython&) = delete;

 private:
  StandardFloats floats_;
  const InCore& in_core_;
};

/// Asks Python for pending signals, at most twenty times a second; throws what their handlers
/// raise. `in_core` has to live as long.
inline CheckInterrupt python_signals(const InCore& in_core) {
  using Clock = std::chrono::steady_clock;
  return [&in_core, last = Clock::now()]() mutable {
    const Clock::time_point now = Clock::now();
    if (now - last < std::chrono::milliseconds(50)) return;
    last = now;
    const InPython in_python(in_core);
    if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
  };
}

/// A member function that is called without the GIL, and can be interrupted.
template <class Diagram, class Result>
auto released(Result (Diagram::*method)(const CheckInterrupt&) const) {
  return [method](const Diagram& diagram) {
    const InCore in_core;
    return (diagram.*method)(python_signals(in_core));
  };
}

/// One that cannot.
template <class Diagram, class Result>
auto released(Result (Diagram::*method)() const) {
  return [method](const Diagram& diagram) {
    const InCore in_core;
    return (diagram.*method)();
  };
}

}  // namespace brenier::bindings
