#include <memory>

#include "bindings/boundary.hpp"
#include "bindings/space/modules.hpp"
#include "bindings/space/points.hpp"
#include "brenier/space/map/piecewise_affine_map.hpp"

namespace brenier::bindings::space {
namespace {

using brenier::space::CentroidMesh;
using brenier::space::MeshPlaces;
using brenier::space::PiecewiseAffineMap;
using brenier::space::PowerDiagram;
using brenier::space::Tetrahedron;

std::shared_ptr<CentroidMesh> centroid_mesh(const PowerDiagram& diagram, int workers) {
  const InCore in_core;
  return std::make_shared<CentroidMesh>(diagram, workers, python_signals(in_core));
}

py::tuple sides(const CentroidMesh& mesh) {
  return py::make_tuple(owned<Index>(mesh.sides().edges), owned<Index>(mesh.sides().begin),
                        owned<Index>(mesh.sides().set_of));
}

std::shared_ptr<PiecewiseAffineMap> piecewise_affine_map(std::shared_ptr<PowerDiagram> diagram,
                                                         std::shared_ptr<CentroidMesh> mesh,
                                                         const BoolArray& is_singular) {
  return std::make_shared<PiecewiseAffineMap>(std::move(diagram), std::move(mesh),
                                              flags(is_singular, "is_singular"));
}

py::tuple places(const PiecewiseAffineMap& map, const DoubleArray& x, bool across_singular,
                 int workers) {
  const auto queries = points(x, "x");
  MeshPlaces result;
  {
    const InCore in_core;
    result = map.places(queries, across_singular, workers, python_signals(in_core));
  }
  return py::make_tuple(owned<Index>(std::move(result.sites), {4}),
                        owned<double>(std::move(result.shares), {4}),
                        owned<bool>(std::move(result.is_singular)));
}

}  // namespace

void add_map(py::module_& m) {
  py::class_<CentroidMesh, std::shared_ptr<CentroidMesh>>(
      m, "CentroidMesh", "Weighted Delaunay tetrahedra between the centroids of a diagram's cells.")
      .def(py::init(&centroid_mesh), py::arg("diagram"), py::arg("workers"))
      .def(
          "edges", [](const CentroidMesh& mesh) { return owned<Index>(mesh.edges(), {2}); },
          "Sites (e, 2).")
      .def(
          "simplices",
          [](const CentroidMesh& mesh) {
            return owned<Index>(column(mesh.cover().simplices(), &Tetrahedron::sites), {4});
          },
          "Sites of the tetrahedra (s, 4).")
      .def("sides", &sides,
           "Sets of edges, and which connects each tetrahedron: edges, where each set begins among "
           "them, with the end, and sets of the tetrahedra (s,).")
      .def(
          "folded", [](const CentroidMesh& mesh) { return owned<Index>(mesh.folded(), {4}); },
          "Sites of the tetrahedra that were left out as they are folded (f, 4).");

  py::class_<PiecewiseAffineMap, std::shared_ptr<PiecewiseAffineMap>>(
      m, "PiecewiseAffineMap", "The continuous extension of the transport map.")
      .def(py::init(&piecewise_affine_map), py::arg("diagram"), py::arg("mesh"),
           py::arg("is_singular").noconvert())
      .def("places", &places, py::arg("x").noconvert(), py::arg("across_singular"),
           py::arg("workers"),
           "Sites (m, 4), shares (m, 4), and which points lie on the singular set (m,).");
}

}  // namespace brenier::bindings::space
