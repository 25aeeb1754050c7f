#include <pybind11/stl.h>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/modules.hpp"
#include "bindings/plane/diagram_methods.hpp"
#include "brenier/plane/measure/power_diagram.hpp"

namespace brenier::bindings {
namespace {

py::tuple facets(const PowerDiagram& diagram) {
  FacetTable f = released(&PowerDiagram::facets)(diagram);
  return py::make_tuple(owned<Index>(std::move(f.sites), {2}),
                        owned<double>(std::move(f.points), {2, 2}),
                        owned<double>(std::move(f.masses)));
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
  py::class_<PowerDiagram, std::shared_ptr<PowerDiagram>> diagram(
      m, "PowerDiagram", "A power diagram with its measures under a source.");
  add_planar_diagram_methods(diagram);
  diagram
      .def("simplices",
           [](const PowerDiagram& d) {
             return owned<Index>(released(&PowerDiagram::simplices)(d), {3});
           })
      .def("facets", &facets, "Sites (f, 2), points (f, 2, 2), masses (f,).")
      .def("interpolate", &interpolate, py::arg("values").noconvert(), py::arg("at").noconvert(),
           "Values at the sites, interpolated on the simplices; inf off the hull.");
}

}  // namespace brenier::bindings
