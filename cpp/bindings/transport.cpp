#include <pybind11/functional.h>
#include <pybind11/stl.h>

#include <optional>

#include "arrays.hpp"
#include "brenier/transport/damped_newton.hpp"
#include "brenier/transport/monge_map.hpp"
#include "interrupt.hpp"
#include "modules.hpp"

namespace brenier::bindings {
namespace {

/// Python's callback: StopIteration asks to stop, any other exception passes through the solver.
std::function<bool(const StepRecord&)> wrapped(const std::optional<py::function>& callback) {
  if (!callback) return {};
  return [&function = *callback](const StepRecord& record) {
    const py::gil_scoped_acquire gil;
    try {
      function(record);
    } catch (const py::error_already_set& error) {
      if (error.matches(PyExc_StopIteration)) return false;
      throw;
    }
    return true;
  };
}

std::shared_ptr<Problem> make_problem(const DoubleArray& sites, const DoubleArray& masses,
                                      std::shared_ptr<Source> source) {
  const auto y = points(sites, "sites");
  const auto nu = scalars(masses, "masses");
  const py::gil_scoped_release no_gil;
  return std::make_shared<Problem>(y, nu, std::move(source));
}

NewtonResult solve_problem(const Problem& problem, double tol, int max_iter,
                           const std::optional<DoubleArray>& initial_weights, int workers,
                           const std::optional<py::function>& callback) {
  NewtonSettings settings;
  settings.tol = tol;
  settings.max_iter = max_iter;
  settings.workers = workers;
  settings.callback = wrapped(callback);
  settings.interrupt = python_signals();
  std::vector<double> start;
  if (initial_weights) {
    start = problem.to_points(scalars(*initial_weights, "initial_weights"));
  }
  const py::gil_scoped_release no_gil;
  return solve(problem, std::move(start), settings);
}

py::tuple history(const NewtonResult& result) {
  std::vector<double> errors, steps, seconds;
  for (const StepRecord& record : result.history) {
    errors.push_back(record.max_relative_error);
    steps.push_back(record.step);
    seconds.push_back(record.seconds);
  }
  return py::make_tuple(owned<double>(std::move(errors)), owned<double>(std::move(steps)),
                        owned<double>(std::move(seconds)));
}

std::shared_ptr<MeasuredDiagram> diagram(const Problem& problem, const DoubleArray& point_weights,
                                         int workers) {
  const auto w = scalars(point_weights, "point_weights");
  const py::gil_scoped_release no_gil;
  return std::const_pointer_cast<MeasuredDiagram>(
      transport_diagram(problem, w, workers, python_signals()));
}

}  // namespace

void add_transport(py::module_& m) {
  py::class_<StepRecord>(m, "StepRecord", "One accepted step of the solver.")
      .def_readonly("nit", &StepRecord::nit)
      .def_readonly("max_relative_error", &StepRecord::max_relative_error)
      .def_readonly("step", &StepRecord::step)
      .def_readonly("seconds", &StepRecord::seconds);

  py::class_<NewtonResult>(m, "NewtonResult", "Weights of the points, and how they were found.")
      .def_property_readonly("point_weights",
                             [](const NewtonResult& r) { return owned<double>(r.weights); })
      .def_property_readonly("status", [](const NewtonResult& r) { return name_of(r.status); })
      .def_property_readonly("message", [](const NewtonResult& r) { return message_of(r.status); })
      .def_property_readonly("history", &history, "Errors, steps, seconds, an entry per step.")
      .def_readonly("evaluations", &NewtonResult::evaluations);

  py::class_<Problem, std::shared_ptr<Problem>>(m, "Problem", "Sites with target masses.")
      .def(py::init(&make_problem), py::arg("sites").noconvert(), py::arg("masses").noconvert(),
           py::arg("source"))
      .def("solve", &solve_problem, py::arg("tol"), py::arg("max_iter"),
           py::arg("initial_weights").noconvert(), py::arg("workers"), py::arg("callback"))
      .def("diagram", &diagram, py::arg("point_weights").noconvert(), py::arg("workers"),
           "The power diagram of all sites for these weights of the points.")
      .def(
          "site_weights",
          [](const Problem& problem, const DoubleArray& point_weights) {
            return owned<double>(site_weights(problem, scalars(point_weights, "point_weights")));
          },
          py::arg("point_weights").noconvert());
}

}  // namespace brenier::bindings
