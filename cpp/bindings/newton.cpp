#include <pybind11/stl.h>

#include <optional>
#include <tuple>

#include "bindings/arrays.hpp"
#include "bindings/modules.hpp"
#include "brenier/newton/result.hpp"

namespace brenier::bindings {
namespace {

py::tuple history(const NewtonResult& result) {
  const std::vector<StepRecord>& records = result.history;
  return py::make_tuple(owned<double>(column(records, &StepRecord::max_relative_error)),
                        owned<double>(column(records, &StepRecord::step)),
                        owned<double>(column(records, &StepRecord::blur)),
                        owned<double>(column(records, &StepRecord::seconds)));
}

}  // namespace

void add_newton(py::module_& m) {
  // Local, as both modules have them: that of the plane and that of space.
  py::class_<StepRecord>(m, "StepRecord", py::module_local(), "One accepted step of the solver.")
      .def_readonly("nit", &StepRecord::nit)
      .def_readonly("max_relative_error", &StepRecord::max_relative_error)
      .def_readonly("step", &StepRecord::step)
      .def_readonly("blur", &StepRecord::blur)
      .def_readonly("seconds", &StepRecord::seconds);

  py::class_<NewtonResult>(m, "NewtonResult", py::module_local(),
                           "Weights of the points, and how they were found.")
      .def_property_readonly("point_weights",
                             [](const NewtonResult& r) { return owned<double>(r.weights); })
      .def_property_readonly("status", [](const NewtonResult& r) { return name_of(r.status); })
      .def_property_readonly("message", [](const NewtonResult& r) { return message_of(r.status); })
      .def_property_readonly(
          "tied",
          [](const NewtonResult& r) -> std::optional<std::tuple<Index, Index, Index, double>> {
            if (!r.tied) return std::nullopt;
            const Tie& worst = r.tied->worst;
            return std::tuple(r.tied->count, worst.i, worst.j, worst.rounding);
          },
          "If rounding ties cells, and nothing else is wrong: how many pairs; the points of the "
          "worst; which part of their masses rounding may move.")
      .def_readonly("rounding", &NewtonResult::rounding,
                    "The relative error that rounding of the weights may cost.")
      .def_property_readonly("history", &history,
                             "Errors, steps, blurs, seconds, an entry per step.")
      .def_readonly("evaluations", &NewtonResult::evaluations)
      .def_readonly("coarse_steps", &NewtonResult::coarse_steps);
}

}  // namespace brenier::bindings
