#include "brenier/space/measure/power_diagram.hpp"

#include <pybind11/stl.h>

#include "bindings/boundary.hpp"
#include "bindings/space/modules.hpp"
#include "bindings/space/points.hpp"

namespace brenier::bindings::space {
namespace {

using brenier::space::CellMoments;
using brenier::space::FacetTable;
using brenier::space::Polyhedron;
using brenier::space::PowerDiagram;
using brenier::space::Source;

std::shared_ptr<PowerDiagram> make_diagram(const DoubleArray& sites, const DoubleArray& weights,
                                           std::shared_ptr<Source> source, int workers) {
  const auto y = points(sites, "sites");
  const auto w = scalars(weights, "weights");
  const InCore in_core;
  return std::make_shared<PowerDiagram>(y, w, std::move(source), workers, python_signals(in_core));
}

py::tuple moments(const PowerDiagram& diagram) {
  CellMoments m = released(&PowerDiagram::moments)(diagram);
  return py::make_tuple(owned<double>(std::move(m.masses)), owned_points(std::move(m.centroids)),
                        owned<double>(std::move(m.second_moments)));
}

py::tuple facets(const PowerDiagram& diagram) {
  FacetTable f = released(&PowerDiagram::facets)(diagram);
  return py::make_tuple(owned<Index>(std::move(f.sites), {2}), owned<double>(std::move(f.areas)),
                        owned<double>(std::move(f.masses)));
}

py::tuple cell(const PowerDiagram& diagram, Index site) {
  Polyhedron result;
  {
    const InCore in_core;
    result = diagram.cell(site);
  }
  return py::make_tuple(owned_points(std::move(result.vertices)), result.faces,
                        owned<Index>(std::move(result.neighbors)));
}

py::array_t<Index> locate(const PowerDiagram& diagram, const DoubleArray& x, int workers) {
  const auto queries = points(x, "x");
  std::vector<Index> result;
  {
    const InCore in_core;
    result = diagram.locate(queries, workers, python_signals(in_core));
  }
  return owned<Index>(std::move(result));
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
  py::class_<PowerDiagram, std::shared_ptr<PowerDiagram>>(
      m, "PowerDiagram", "A power diagram with its measures under a source.")
      .def(py::init(&make_diagram), py::arg("sites").noconvert(), py::arg("weights").noconvert(),
           py::arg("source").none(false), py::arg("workers"))
      .def("masses",
           [](const PowerDiagram& d) { return owned<double>(released(&PowerDiagram::masses)(d)); })
      .def("volumes",
           [](const PowerDiagram& d) { return owned<double>(released(&PowerDiagram::volumes)(d)); })
      .def("moments", &moments, "Masses (n,), centroids (n, 3), second moments (n,).")
      .def("hidden", [](const PowerDiagram& d) { return owned<Index>(d.hidden()); })
      .def("facets", &facets, "Sites (f, 2), areas (f,), masses (f,).")
      .def("cell", &cell, py::arg("site"),
           "Vertices (v, 3), faces, and the sites behind them, -1 for the boundary.")
      .def("simplices", &simplices, "Sites of the weighted Delaunay tetrahedra (t, 4).")
      .def("interpolate", &interpolate, py::arg("values").noconvert(), py::arg("at").noconvert(),
           "Values at the sites (n,), interpolated on the simplices at points (m, 3).")
      .def("locate", &locate, py::arg("x").noconvert(), py::arg("workers"),
           "The site whose cell each point lies in.");
}

}  // namespace brenier::bindings::space
