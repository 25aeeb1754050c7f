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

}  // namespace

void add_periodic_diagram(py::module_& m) {
  py::class_<PeriodicDiagram, std::shared_ptr<PeriodicDiagram>> diagram(
      m, "PeriodicDiagram", "A power diagram on a periodic box with its measures under a source.");
  add_planar_diagram_methods(diagram);
  add_torus_methods<Point>(diagram);
  diagram.def("facets", &periodic_facets,
              "Sites (f, 2), points (f, 2, 2), masses (f,), shifts (f, 2).");
}

}  // namespace brenier::bindings
