// Python's callback of a solve.
#pragma once

#include <pybind11/pybind11.h>

#include <functional>
#include <optional>

#include "bindings/boundary.hpp"
#include "brenier/newton/step_record.hpp"

namespace brenier::bindings {

/// StopIteration asks to stop, any other exception passes through the solver. Both arguments have
/// to live as long.
inline std::function<bool(const StepRecord&)> wrapped(
    const std::optional<pybind11::function>& callback, const InCore& in_core) {
  if (!callback) return {};
  return [&function = *callback, &in_core](const StepRecord& record) {
    const InPython in_python(in_core);
    const pybind11::object state = pybind11::cast(record);
    pybind11::object result;
    unless_shut_down([&] {
      result = pybind11::reinterpret_steal<pybind11::object>(
          PyObject_CallOneArg(function.ptr(), state.ptr()));
    });
    if (result) return true;
    if (PyErr_ExceptionMatches(PyExc_StopIteration) == 0) throw pybind11::error_already_set();
    PyErr_Clear();
    return false;
  };
}

}  // namespace brenier::bindings
