// What diagrams of the plane and of a torus are asked by the same names.
#pragma once

#include "bindings/diagram_methods.hpp"
#include "brenier/plane/density/source.hpp"

namespace brenier::bindings {

template <class Diagram>
void add_planar_diagram_methods(py::class_<Diagram, std::shared_ptr<Diagram>>& binding) {
  add_diagram_methods<Point, Source>(binding);
  binding.def("areas", [](const Diagram& d) { return owned<double>(released(&Diagram::areas)(d)); })
      .def(
          "cells",
          [](const Diagram& d) {
            auto c = released(&Diagram::cells)(d);
            return py::make_tuple(
                owned_points(std::move(c.points)), owned<Index>(std::move(c.ring_begin)),
                owned<Index>(std::move(c.polygon_begin)), owned<Index>(std::move(c.cell_begin)));
          },
          "Points (p, 2), first point of each ring, first ring of each polygon, first polygon of "
          "each cell.");
}

}  // namespace brenier::bindings
