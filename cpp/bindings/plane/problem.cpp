#include <pybind11/functional.h>
#include <pybind11/stl.h>

#include <optional>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/callback.hpp"
#include "bindings/modules.hpp"
#include "brenier/plane/periodic/periodic_diagram.hpp"
#include "brenier/plane/problem/transport_diagram.hpp"
#include "brenier/transport/solve.hpp"

namespace brenier::bindings {
namespace {

std::shared_ptr<PlanarProblem> make_problem(const DoubleArray& sites, const DoubleArray& masses,
                                            std::shared_ptr<Source> source,
                                            const std::optional<IndexArray>& groups) {
  const auto y = points(sites, "sites");
  const auto nu = scalars(masses, "masses");
  std::optional<std::span<const Index>> given;
  if (groups) given = indices(*groups, "groups");
  const InCore in_core;
  return std::make_shared<PlanarProblem>(y, nu, std::move(source), python_signals(in_core), given);
}

NewtonResult solve_problem(const PlanarProblem& problem, double tol, int max_iter,
                           const std::optional<DoubleArray>& initial_weights, int workers,
                           const std::optional<py::function>& callback) {
  std::span<const double> given;
  if (initial_weights) given = scalars(*initial_weights, "initial_weights");
  const InCore in_core;
  const NewtonSettings settings{.tol = tol,
                                .max_iter = max_iter,
                                .workers = workers,
                                .callback = wrapped(callback, in_core),
                                .interrupt = python_signals(in_core)};
  return solve(problem, initial_weights ? problem.to_points(given) : std::vector<double>(),
               settings);
}

template <class Diagram>
py::object diagram_by(std::shared_ptr<const Diagram> (*make)(const PlanarProblem&,
                                                             std::span<const double>, int,
                                                             const CheckInterrupt&),
                      const PlanarProblem& problem, std::span<const double> weights, int workers) {
  std::shared_ptr<Diagram> result;
  {
    const InCore in_core;
    result =
        std::const_pointer_cast<Diagram>(make(problem, weights, workers, python_signals(in_core)));
  }
  return py::cast(std::move(result));
}

py::object diagram(const PlanarProblem& problem, const DoubleArray& point_weights, int workers) {
  const auto w = scalars(point_weights, "point_weights");
  return problem.source->periodic ? diagram_by(periodic_transport_diagram, problem, w, workers)
                                  : diagram_by(transport_diagram, problem, w, workers);
}

}  // namespace

void add_problem(py::module_& m) {
  py::class_<PlanarProblem, std::shared_ptr<PlanarProblem>>(m, "Problem",
                                                            "Sites with target masses.")
      .def(py::init(&make_problem), py::arg("sites").noconvert(), py::arg("masses").noconvert(),
           py::arg("source").none(false), py::arg("groups").noconvert() = py::none())
      .def_property_readonly(
          "groups",
          [](const PlanarProblem& problem) { return owned<Index>(problem.first_of_group()); },
          "For each site, the lowest index of those that share its cell.")
      .def("solve", &solve_problem, py::arg("tol"), py::arg("max_iter"),
           py::arg("initial_weights").noconvert(), py::arg("workers"), py::arg("callback"))
      .def_property_readonly("widest_gap", &PlanarProblem::widest_gap,
                             "That has to be crossed between parts of the domain.")
      .def_property_readonly("rounding_of_gap", &PlanarProblem::rounding_of_gap,
                             "The relative error that rounding of weights may cost across it.")
      .def("diagram", &diagram, py::arg("point_weights").noconvert(), py::arg("workers"),
           "The power diagram of all sites for these weights of the points.")
      .def("site_of_point", &PlanarProblem::site_of_point, py::arg("point"),
           "The lowest index of the sites that are this point.")
      .def(
          "site_weights",
          [](const PlanarProblem& problem, const DoubleArray& point_weights) {
            const StandardFloats floats;
            return owned<double>(problem.site_weights(scalars(point_weights, "point_weights")));
          },
          py::arg("point_weights").noconvert());
}

}  // namespace brenier::bindings
