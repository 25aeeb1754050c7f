#include <pybind11/stl.h>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/modules.hpp"
#include "bindings/plane/diagram_methods.hpp"
#include "brenier/plane/periodic/periodic_diagram.hpp"

namespace brenier::bindings {
namespace {

py::tuple periodic_facets(const PeriodicDiagram& diagram) {
  static_assert(sizeof(Shift) == 2 * sizeof(Index));
  PeriodicFacetTable f = released(&PeriodicDiagram::facets)(diagram);
  return py::make_tuple(
      owned<Index>(std::move(f.table.sites), {2}), owned<double>(std::move(f.table.points), {2, 2}),
      owned<double>(std::move(f.table.masses)), owned<Index>(std::move(f.shifts), {2}));
}

py::array_t<double> conjugate(const PeriodicDiagram& diagram, const DoubleArray& weights,
                              const DoubleArray& at) {
  const auto w = scalars(weights, "weights");
  if (static_cast<Index>(w.size()) != diagram.site_count()) {
    throw InvalidArgument(text("weights: got ", w.size(), "; expected one per site"));
  }
  const auto queries = points(at, "at");
  std::vector<double> result;
  {
    const InCore in_core;
    result = diagram.conjugate(w, queries, python_signals(in_core));
  }
  return owned<double>(std::move(result));
}

}  // namespace

void add_periodic_diagram(py::module_& m) {
  py::class_<PeriodicDiagram, std::shared_ptr<PeriodicDiagram>> diagram(
      m, "PeriodicDiagram", "A power diagram on a periodic box with its measures under a source.");
  add_diagram_methods(diagram);
  diagram
      .def("facets", &periodic_facets,
           "Sites (f, 2), points (f, 2, 2), masses (f,), shifts (f, 2).")
      .def_property_readonly("copy_count", &PeriodicDiagram::copy_count,
                             "How many copies of sites the diagram in the box is made of.")
      .def("conjugate", &conjugate, py::arg("weights").noconvert(), py::arg("at").noconvert(),
           "The Legendre dual of the potential of these weights.");
}

}  // namespace brenier::bindings
