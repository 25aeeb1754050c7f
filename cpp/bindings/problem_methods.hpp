// What a problem is asked by the same names, in the plane and in space.
#pragma once

#include <pybind11/functional.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/callback.hpp"
#include "brenier/newton/result.hpp"
#include "brenier/newton/settings.hpp"

namespace brenier::bindings {

template <class Problem>
NewtonResult solve_problem(const Problem& problem, double tol, int max_iter,
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

template <class Problem>
py::object diagram_of(const Problem& problem, const DoubleArray& point_weights, int workers) {
  const auto w = scalars(point_weights, "point_weights");
  const auto made_by = [&](auto&& make) {
    using Diagram = std::remove_const_t<typename decltype(make(InCore()))::element_type>;
    std::shared_ptr<Diagram> result;
    {
      const InCore in_core;
      // Python has no const; no method changes a diagram.
      result = std::const_pointer_cast<Diagram>(make(in_core));
    }
    return py::cast(std::move(result));
  };
  if (problem.source->periodic) {
    return made_by([&](const InCore& in_core) {
      return periodic_transport_diagram(problem, w, workers, python_signals(in_core));
    });
  }
  return made_by([&](const InCore& in_core) {
    return transport_diagram(problem, w, workers, python_signals(in_core));
  });
}

template <class Point, class Source, class Problem>
void add_problem_methods(py::class_<Problem, std::shared_ptr<Problem>>& binding) {
  binding
      .def(py::init([](const DoubleArray& sites, const DoubleArray& masses,
                       std::shared_ptr<Source> source, const std::optional<IndexArray>& groups) {
             const auto y = points_of<Point>(sites, "sites");
             const auto nu = scalars(masses, "masses");
             std::optional<std::span<const Index>> given;
             if (groups) given = indices(*groups, "groups");
             const InCore in_core;
             return std::make_shared<Problem>(y, nu, std::move(source), python_signals(in_core),
                                              given);
           }),
           py::arg("sites").noconvert(), py::arg("masses").noconvert(),
           py::arg("source").none(false), py::arg("groups").noconvert() = py::none())
      .def_property_readonly(
          "groups", [](const Problem& problem) { return owned<Index>(problem.first_of_group()); },
          "For each site, the lowest index of those that share its cell.")
      .def("solve", &solve_problem<Problem>, py::arg("tol"), py::arg("max_iter"),
           py::arg("initial_weights").noconvert(), py::arg("workers"), py::arg("callback"))
      .def("diagram", &diagram_of<Problem>, py::arg("point_weights").noconvert(),
           py::arg("workers"), "The power diagram of all sites for these weights of the points.")
      .def("site_of_point", &Problem::site_of_point, py::arg("point"),
           "The lowest index of the sites that are this point.")
      .def(
          "site_weights",
          [](const Problem& problem, const DoubleArray& point_weights) {
            const StandardFloats floats;
            return owned<double>(problem.site_weights(scalars(point_weights, "point_weights")));
          },
          py::arg("point_weights").noconvert());
}

}  // namespace brenier::bindings
