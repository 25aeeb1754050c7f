#include "brenier/space/periodic/periodic_diagram.hpp"

#include <pybind11/stl.h>

#include "bindings/boundary.hpp"
#include "bindings/space/modules.hpp"
#include "bindings/space/points.hpp"

namespace brenier::bindings::space {
namespace {

using brenier::space::CellMoments;
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

/// The constructor from sites and weights, and the measures of cells.
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
      .def("volumes",
           [](const Diagram& d) { return owned<double>(released(&Diagram::volumes)(d)); })
      .def(
          "moments",
          [](const Diagram& d) {
            CellMoments m = released(&Diagram::moments)(d);
            return py::make_tuple(owned<double>(std::move(m.masses)),
                                  owned_points(std::move(m.centroids)),
                                  owned<double>(std::move(m.second_moments)));
          },
          "Masses (n,), centroids (n, 3), second moments (n,).")
      .def("hidden", [](const Diagram& d) { return owned<Index>(d.hidden()); })
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
          "Vertices (v, 3), faces, and the sites behind them, -1 for the boundary.")
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

}  // namespace

void add_power_diagram(py::module_& m) {
  py::class_<PowerDiagram, std::shared_ptr<PowerDiagram>> diagram(
      m, "PowerDiagram", "A power diagram with its measures under a source.");
  add_diagram_methods(diagram);
  diagram.def("facets", &facets, "Sites (f, 2), areas (f,), masses (f,).");
  py::class_<PeriodicDiagram, std::shared_ptr<PeriodicDiagram>> periodic(
      m, "PeriodicDiagram", "A power diagram on a periodic box with its measures under a source.");
  add_diagram_methods(periodic);
  periodic.def("facets", &periodic_facets, "Sites (f, 2), areas (f,), masses (f,), shifts (f, 3).")
      .def_property_readonly("copy_count", &PeriodicDiagram::copy_count,
                             "How many copies of sites the diagram is made of.")
      .def("conjugate", &conjugate, py::arg("weights").noconvert(), py::arg("at").noconvert(),
           "The Legendre dual of the potential of these weights.");
}

}  // namespace brenier::bindings::space
