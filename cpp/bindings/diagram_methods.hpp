// What all diagrams are asked by the same names: in the plane, in space, and on tori.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"

namespace brenier::bindings {

/// The constructor from sites and weights, and measures of cells. The holder is of the const type
/// in the core; Python has no const, and no method changes it.
template <class Point, class Source, class Diagram>
void add_diagram_methods(py::class_<Diagram, std::shared_ptr<Diagram>>& binding) {
  binding
      .def(py::init([](const DoubleArray& sites, const DoubleArray& weights,
                       std::shared_ptr<Source> source, int workers) {
             const auto y = points_of<Point>(sites, "sites");
             const auto w = scalars(weights, "weights");
             const InCore in_core;
             return std::make_shared<Diagram>(y, w, std::move(source), workers,
                                              python_signals(in_core));
           }),
           py::arg("sites").noconvert(), py::arg("weights").noconvert(),
           py::arg("source").none(false), py::arg("workers"))
      .def("masses", [](const Diagram& d) { return owned<double>(released(&Diagram::masses)(d)); })
      .def(
          "moments",
          [](const Diagram& d) {
            auto m = released(&Diagram::moments)(d);
            return py::make_tuple(owned<double>(std::move(m.masses)),
                                  owned_points(std::move(m.centroids)),
                                  owned<double>(std::move(m.second_moments)));
          },
          "Masses (n,), centroids (n, d), second moments (n,).")
      .def("hidden", [](const Diagram& d) { return owned<Index>(released(&Diagram::hidden)(d)); })
      .def(
          "locate",
          [](const Diagram& d, const DoubleArray& x, int workers) {
            const auto queries = points_of<Point>(x, "x");
            std::vector<Index> result;
            {
              const InCore in_core;
              result = d.locate(queries, workers, python_signals(in_core));
            }
            return owned<Index>(std::move(result));
          },
          py::arg("x").noconvert(), py::arg("workers"), "The site whose cell each point lies in.");
}

/// What a diagram on a torus is asked beside.
template <class Point, class Diagram>
void add_torus_methods(py::class_<Diagram, std::shared_ptr<Diagram>>& binding) {
  binding
      .def_property_readonly("copy_count", &Diagram::copy_count,
                             "How many copies of sites the diagram is made of.")
      .def(
          "conjugate",
          [](const Diagram& d, const DoubleArray& weights, const DoubleArray& at) {
            const auto w = scalars(weights, "weights");
            if (static_cast<Index>(w.size()) != d.site_count()) {
              throw InvalidArgument(text("weights: got ", w.size(), "; expected one per site"));
            }
            const auto queries = points_of<Point>(at, "at");
            std::vector<double> result;
            {
              const InCore in_core;
              result = d.conjugate(w, queries, python_signals(in_core));
            }
            return owned<double>(std::move(result));
          },
          py::arg("weights").noconvert(), py::arg("at").noconvert(),
          "The Legendre dual of the potential of these weights.");
}

}  // namespace brenier::bindings
