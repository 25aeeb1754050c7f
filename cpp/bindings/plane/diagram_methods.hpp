// What diagrams of the plane and of a torus are asked by the same names.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "brenier/plane/density/source.hpp"

namespace brenier::bindings {

/// The constructor from sites and weights, and the measures of cells. The holder is of the const
/// type in the core; Python has no const, and no method changes it.
template <class Diagram>
void add_diagram_methods(py::class_<Diagram, std::shared_ptr<Diagram>>& binding) {
  binding
      .def(py::init([](const DoubleArray& sites, const DoubleArray& weights,
                       std::shared_ptr<Source> source, int workers) {
             const auto y = points(sites, "sites");
             const auto w = scalars(weights, "weights");
             const InCore in_core;
             return std::make_shared<Diagram>(y, w, std::move(source), workers,
                                              python_signals(in_core));
           }),
           py::arg("sites").noconvert(), py::arg("weights").noconvert(),
           py::arg("source").none(false), py::arg("workers"))
      .def("masses", [](const Diagram& d) { return owned<double>(released(&Diagram::masses)(d)); })
      .def("areas", [](const Diagram& d) { return owned<double>(released(&Diagram::areas)(d)); })
      .def(
          "moments",
          [](const Diagram& d) {
            auto m = released(&Diagram::moments)(d);
            return py::make_tuple(owned<double>(std::move(m.masses)),
                                  owned_points(std::move(m.centroids)),
                                  owned<double>(std::move(m.second_moments)));
          },
          "Masses (n,), centroids (n, 2), second moments (n,).")
      .def("hidden", [](const Diagram& d) { return owned<Index>(released(&Diagram::hidden)(d)); })
      .def(
          "cells",
          [](const Diagram& d) {
            auto c = released(&Diagram::cells)(d);
            return py::make_tuple(
                owned_points(std::move(c.points)), owned<Index>(std::move(c.ring_begin)),
                owned<Index>(std::move(c.polygon_begin)), owned<Index>(std::move(c.cell_begin)));
          },
          "Points (p, 2), first point of each ring, first ring of each polygon, first polygon of "
          "each cell.")
      .def(
          "locate",
          [](const Diagram& d, const DoubleArray& x, int workers) {
            const auto queries = points(x, "x");
            std::vector<Index> result;
            {
              const InCore in_core;
              result = d.locate(queries, workers, python_signals(in_core));
            }
            return owned<Index>(std::move(result));
          },
          py::arg("x").noconvert(), py::arg("workers"), "The site whose cell each point lies in.");
}

}  // namespace brenier::bindings
