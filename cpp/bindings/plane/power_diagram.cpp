#include <pybind11/stl.h>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/modules.hpp"
#include "brenier/plane/measure/power_diagram.hpp"

namespace brenier::bindings {
namespace {

using Diagram = std::shared_ptr<const PowerDiagram>;

Diagram make_diagram(const DoubleArray& sites, const DoubleArray& weights,
                     std::shared_ptr<const Source> source, int workers) {
  const auto y = points(sites, "sites");
  const auto w = scalars(weights, "weights");
  const InCore in_core;
  return std::make_shared<const PowerDiagram>(y, w, std::move(source), workers,
                                              python_signals(in_core));
}

/// A member function that is called without the GIL.
template <class Result>
auto released(Result (PowerDiagram::*method)() const) {
  return [method](const PowerDiagram& diagram) {
    const InCore in_core;
    return (diagram.*method)();
  };
}

/// One that can be interrupted.
template <class Result>
auto released(Result (PowerDiagram::*method)(const CheckInterrupt&) const) {
  return [method](const PowerDiagram& diagram) {
    const InCore in_core;
    return (diagram.*method)(python_signals(in_core));
  };
}

py::tuple moments(const PowerDiagram& diagram) {
  CellMoments m = released(&PowerDiagram::moments)(diagram);
  return py::make_tuple(owned<double>(std::move(m.masses)), owned_points(std::move(m.centroids)),
                        owned<double>(std::move(m.second_moments)));
}

py::tuple facets(const PowerDiagram& diagram) {
  FacetTable f = released(&PowerDiagram::facets)(diagram);
  return py::make_tuple(owned<Index>(std::move(f.sites), {2}),
                        owned<double>(std::move(f.points), {2, 2}),
                        owned<double>(std::move(f.masses)));
}

py::tuple cells(const PowerDiagram& diagram) {
  CellPolygons c = released(&PowerDiagram::cells)(diagram);
  return py::make_tuple(owned_points(std::move(c.points)), owned<Index>(std::move(c.ring_begin)),
                        owned<Index>(std::move(c.polygon_begin)),
                        owned<Index>(std::move(c.cell_begin)));
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
  if (static_cast<Index>(v.size()) != diagram.site_count()) {
    throw InvalidArgument(text("values: got ", v.size(), "; expected one per site"));
  }
  const auto queries = points(at, "at");
  std::vector<double> result;
  {
    const InCore in_core;
    result = diagram.interpolate(v, queries, python_signals(in_core));
  }
  return owned<double>(std::move(result));
}

}  // namespace

void add_power_diagram(py::module_& m) {
  // The holder is of the const type in the core; Python has no const, and no method here changes
  // it.
  py::class_<PowerDiagram, std::shared_ptr<PowerDiagram>>(
      m, "PowerDiagram", "A power diagram with its measures under a source.")
      .def(py::init([](const DoubleArray& sites, const DoubleArray& weights,
                       std::shared_ptr<Source> source, int workers) {
             return std::const_pointer_cast<PowerDiagram>(
                 make_diagram(sites, weights, std::move(source), workers));
           }),
           py::arg("sites").noconvert(), py::arg("weights").noconvert(), py::arg("source"),
           py::arg("workers"))
      .def("masses",
           [](const PowerDiagram& d) { return owned<double>(released(&PowerDiagram::masses)(d)); })
      .def("areas",
           [](const PowerDiagram& d) { return owned<double>(released(&PowerDiagram::areas)(d)); })
      .def("moments", &moments, "Masses (n,), centroids (n, 2), second moments (n,).")
      .def("hidden",
           [](const PowerDiagram& d) { return owned<Index>(released(&PowerDiagram::hidden)(d)); })
      .def("simplices",
           [](const PowerDiagram& d) {
             return owned<Index>(released(&PowerDiagram::simplices)(d), {3});
           })
      .def("facets", &facets, "Sites (f, 2), points (f, 2, 2), masses (f,).")
      .def("cells", &cells,
           "Points (p, 2), first point of each ring, first ring of each polygon, first polygon of "
           "each cell.")
      .def("locate", &locate, py::arg("x").noconvert(), py::arg("workers"),
           "The site whose cell each point lies in.")
      .def("interpolate", &interpolate, py::arg("values").noconvert(), py::arg("at").noconvert(),
           "Values at the sites, interpolated on the simplices; inf off the hull.");
}

}  // namespace brenier::bindings
