#include "brenier/space/periodic/periodic_diagram.hpp"

#include <pybind11/stl.h>

#include "bindings/diagram_methods.hpp"
#include "bindings/space/modules.hpp"
#include "bindings/space/points.hpp"

namespace brenier::bindings::space {
namespace {

using brenier::space::FacetTable;
using brenier::space::PeriodicDiagram;
using brenier::space::PeriodicFacetTable;
using brenier::space::Polyhedron;
using brenier::space::PowerDiagram;
using brenier::space::Shift;
using brenier::space::Source;

py::tuple facets(const PowerDiagram& diagram) {
  FacetTable f = released(&PowerDiagram::facets)(diagram);
  return py::make_tuple(owned<Index>(std::move(f.sites), {2}), owned<double>(std::move(f.areas)),
                        owned<double>(std::move(f.masses)));
}

py::tuple periodic_facets(const PeriodicDiagram& diagram) {
  static_assert(sizeof(Shift) == 3 * sizeof(Index));
  PeriodicFacetTable f = released(&PeriodicDiagram::facets)(diagram);
  return py::make_tuple(
      owned<Index>(std::move(f.table.sites), {2}), owned<double>(std::move(f.table.areas)),
      owned<double>(std::move(f.table.masses)), owned<Index>(std::move(f.shifts), {3}));
}

/// What diagrams of space and of a torus are asked by the same names.
template <class Diagram>
void add_spatial_diagram_methods(py::class_<Diagram, std::shared_ptr<Diagram>>& binding) {
  add_diagram_methods<Point, Source>(binding);
  binding
      .def("volumes",
           [](const Diagram& d) { return owned<double>(released(&Diagram::volumes)(d)); })
      .def(
          "cell",
          [](const Diagram& d, Index site) {
            Polyhedron result;
            {
              const InCore in_core;
              result = d.cell(site);
            }
            return py::make_tuple(owned_points(std::move(result.vertices)), result.faces,
                                  owned<Index>(std::move(result.neighbors)));
          },
          py::arg("site"),
          "Vertices (v, 3), faces, and the sites behind them, -1 for the boundary.");
}

py::array_t<double> interpolate(const PowerDiagram& diagram, const DoubleArray& values,
                                const DoubleArray& at) {
  const auto v = scalars(values, "values");
  const auto x = points(at, "x");
  std::vector<double> result;
  {
    const InCore in_core;
    result = diagram.interpolate(v, x, python_signals(in_core));
  }
  return owned<double>(std::move(result));
}

py::array_t<Index> simplices(const PowerDiagram& diagram) {
  std::vector<std::array<Index, 4>> result;
  {
    const InCore in_core;
    const auto& hull = diagram.hull(python_signals(in_core));
    for (const auto& tetrahedron : hull.tetrahedra()) {
      if (hull.is_flat()) break;
      auto& sites = result.emplace_back(tetrahedron.sites);
      for (Index& site : sites) site = diagram.cell_site(site);
    }
  }
  return owned<Index>(std::move(result), {4});
}

}  // namespace

void add_power_diagram(py::module_& m) {
  py::class_<PowerDiagram, std::shared_ptr<PowerDiagram>> diagram(
      m, "PowerDiagram", "A power diagram with its measures under a source.");
  add_spatial_diagram_methods(diagram);
  diagram.def("facets", &facets, "Sites (f, 2), areas (f,), masses (f,).")
      .def("simplices", &simplices, "Sites of the weighted Delaunay tetrahedra (t, 4).")
      .def("interpolate", &interpolate, py::arg("values").noconvert(), py::arg("at").noconvert(),
           "Values at the sites (n,), interpolated on the simplices at points (m, 3).");
  py::class_<PeriodicDiagram, std::shared_ptr<PeriodicDiagram>> periodic(
      m, "PeriodicDiagram", "A power diagram on a periodic box with its measures under a source.");
  add_spatial_diagram_methods(periodic);
  add_torus_methods<Point>(periodic);
  periodic.def("facets", &periodic_facets, "Sites (f, 2), areas (f,), masses (f,), shifts (f, 3).");
}

}  // namespace brenier::bindings::space
