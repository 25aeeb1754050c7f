#include <pybind11/stl.h>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/modules.hpp"
#include "brenier/map/piecewise_affine_map.hpp"

namespace brenier::bindings {
namespace {

std::shared_ptr<CentroidMesh> centroid_mesh(const PowerDiagram& diagram, const DoubleArray& sites) {
  const auto y = points(sites, "sites");
  const InCore in_core;
  return std::make_shared<CentroidMesh>(diagram, y, python_signals(in_core));
}

py::tuple edges(const CentroidMesh& mesh) {
  const std::vector<MapEdge>& edges = mesh.edges();
  return py::make_tuple(owned<Index>(column(edges, &MapEdge::sites), {2}),
                        owned<double>(column(edges, &MapEdge::jump)),
                        owned<double>(column(edges, &MapEdge::angle)));
}

py::array_t<double> limits_of_gaps(const CentroidMesh& mesh) {
  const StandardFloats floats;
  return owned<double>(gap_limits(mesh.edges(), mesh.site_count()));
}

py::array_t<Index> simplices(const CentroidMesh& mesh) {
  return owned<Index>(column(mesh.cover().simplices(), &Triangle::vertices), {3});
}

std::shared_ptr<PiecewiseAffineMap> piecewise_affine_map(std::shared_ptr<PowerDiagram> diagram,
                                                         std::shared_ptr<CentroidMesh> mesh,
                                                         const DoubleArray& sites,
                                                         const BoolArray& is_singular) {
  return std::make_shared<PiecewiseAffineMap>(std::move(diagram), std::move(mesh),
                                              points(sites, "sites"),
                                              flags(is_singular, "is_singular"));
}

py::tuple images(const PiecewiseAffineMap& map, const DoubleArray& x, bool across_singular,
                 int workers) {
  const auto queries = points(x, "x");
  Images result;
  {
    const InCore in_core;
    result = map(queries, across_singular, workers, python_signals(in_core));
  }
  return py::make_tuple(owned_points(std::move(result.points)),
                        owned<bool>(std::move(result.is_singular)));
}

py::tuple places(const PiecewiseAffineMap& map, const DoubleArray& x, bool across_singular,
                 int workers) {
  const auto queries = points(x, "x");
  MeshPlaces result;
  {
    const InCore in_core;
    result = map.places(queries, across_singular, workers, python_signals(in_core));
  }
  return py::make_tuple(owned<Index>(std::move(result.sites), {3}),
                        owned<double>(std::move(result.shares), {3}),
                        owned<bool>(std::move(result.is_singular)));
}

}  // namespace

void add_map(py::module_& m) {
  py::class_<CentroidMesh, std::shared_ptr<CentroidMesh>>(
      m, "CentroidMesh", "Weighted Delaunay triangles between the centroids of a diagram's cells.")
      .def(py::init(&centroid_mesh), py::arg("diagram"), py::arg("sites").noconvert())
      .def("edges", &edges, "Sites (e, 2), jumps (e,), angles (e,).")
      .def("gap_limits", &limits_of_gaps, "The jump over which each edge is a gap (e,).")
      .def("simplices", &simplices, "Sites of the triangles (s, 3).")
      .def(
          "edges_of_simplices",
          [](const CentroidMesh& mesh) { return owned<Index>(mesh.edges_of_triangles(), {3}); },
          "Edges of the triangles (s, 3), -1 where an edge is none.")
      .def(
          "folded", [](const CentroidMesh& mesh) { return owned<Index>(mesh.folded(), {3}); },
          "Sites of the triangles that were left out as they are folded (f, 3).");

  py::class_<PiecewiseAffineMap, std::shared_ptr<PiecewiseAffineMap>>(
      m, "PiecewiseAffineMap", "The continuous extension of the transport map.")
      .def(py::init(&piecewise_affine_map), py::arg("diagram"), py::arg("mesh"),
           py::arg("sites").noconvert(), py::arg("is_singular").noconvert())
      .def("images", &images, py::arg("x").noconvert(), py::arg("across_singular"),
           py::arg("workers"), "Images (m, 2), and which points lie on the singular set (m,).")
      .def("places", &places, py::arg("x").noconvert(), py::arg("across_singular"),
           py::arg("workers"),
           "Sites (m, 3), shares (m, 3), and which points lie on the singular set (m,).");
}

}  // namespace brenier::bindings
