#include <pybind11/stl.h>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/modules.hpp"
#include "brenier/map/blend.hpp"
#include "brenier/map/local_noise.hpp"
#include "brenier/map/value_edges.hpp"

namespace brenier::bindings {
namespace {

template <class T>
using Array = py::array_t<T, py::array::c_style>;

template <class T>
Rows<const T> rows(const Array<T>& array, const char* name, py::ssize_t count, py::ssize_t width) {
  if (array.ndim() != 2 || array.shape(0) != count || array.shape(1) != width) {
    throw InvalidArgument(text(name, " has the wrong shape; expected (", count, ", ", width, ")"));
  }
  return {array.data(), static_cast<Index>(count), static_cast<Index>(width)};
}

/// Of as many rows and columns as it has.
template <class T>
Rows<const T> rows(const Array<T>& array, const char* name) {
  if (array.ndim() != 2) throw InvalidArgument(text(name, " has the wrong shape; expected (n, d)"));
  return rows(array, name, array.shape(0), array.shape(1));
}

void require_below(std::span<const Index> indices, Index count, const char* name) {
  for (const Index index : indices) {
    if (index < 0 || index >= count) {
      throw InvalidArgument(text(name, " has the entry ", index, "; expected 0 to ", count - 1));
    }
  }
}

template <class T>
py::tuple edges_of_values(const IndexArray& pairs, const Array<T>& values, bool are_sites) {
  const Rows<const T> c = rows(values, "values");
  const Rows<const Index> sites = rows(pairs, "edges", pairs.shape(0), 2);
  require_below({sites.data, static_cast<std::size_t>(2 * sites.count)}, c.count, "edges");
  std::vector<MapEdge> edges;
  std::vector<double> limits;
  {
    const InCore in_core;
    for (Index k = 0; k < sites.count; ++k) edges.push_back({{sites[k][0], sites[k][1]}, 0.0, 0.0});
    edges = value_edges(std::span<const MapEdge>(edges), c, python_signals(in_core));
    limits = gap_limits(edges, c.count, are_sites ? kGapsBetweenSites : kGapsBetweenValues);
  }
  return py::make_tuple(owned<double>(column(edges, &MapEdge::jump)),
                        owned<double>(column(edges, &MapEdge::angle)),
                        owned<double>(std::move(limits)));
}

template <class T>
Array<T> blended(const IndexArray& sites, const DoubleArray& shares, const Array<T>& values,
                 const std::optional<Array<T>>& means, int workers) {
  const Rows<const T> c = rows(values, "values");
  const Rows<const Index> at = rows(sites, "sites");
  const Rows<const double> of = rows(shares, "shares", at.count, at.width);
  if (at.width != 3 && at.width != 4) {
    throw InvalidArgument(text("sites has ", at.width, " columns; expected 3 or 4"));
  }
  require_below({at.data, static_cast<std::size_t>(at.count) * at.width}, c.count, "sites");
  std::optional<Rows<const T>> m;
  if (means) m = rows(*means, "means", c.count, c.width);
  Array<T> result({static_cast<py::ssize_t>(at.count), static_cast<py::ssize_t>(c.width)});
  const Rows<T> out{result.mutable_data(), at.count, c.width};
  const InCore in_core;
  blend<T>({at, of}, c, m, out, workers, python_signals(in_core));
  return result;
}

template <class T>
void with_local_noise(Array<T>& latents, const IndexArray& sites, const Array<T>& values,
                      const IndexArray& neighbors, const DoubleArray& noise, double scale,
                      int workers) {
  const Rows<const T> c = rows(values, "values");
  const Rows<const T> z = rows(latents, "latents", latents.shape(0), c.width);
  const Rows<const Index> near = rows(neighbors, "neighbors", c.count, neighbors.shape(1));
  const Rows<const double> normal = rows(noise, "noise", z.count, near.width);
  if (sites.ndim() != 1 || sites.shape(0) != z.count) {
    throw InvalidArgument(text("sites has the wrong shape; expected (", z.count, ",)"));
  }
  const std::span<const Index> owners{sites.data(), static_cast<std::size_t>(z.count)};
  require_below(owners, c.count, "sites");
  require_below({near.data, static_cast<std::size_t>(near.count) * near.width}, c.count,
                "neighbors");
  const Rows<T> out{latents.mutable_data(), z.count, z.width};
  const InCore in_core;
  add_local_noise(owners, c, near, normal, scale, out, workers, python_signals(in_core));
}

template <class T>
void add_values_of(py::module_& m) {
  m.def("value_edges", &edges_of_values<T>, py::arg("edges").noconvert(),
        py::arg("values").noconvert(), py::arg("are_sites"),
        "Of the edges (e, 2) of a mesh between values (n, d), or between sites: jumps (e,), angles "
        "(e,), and over which jumps they are gaps (e,).");
  m.def(
      "blend", &blended<T>, py::arg("sites").noconvert(), py::arg("shares").noconvert(),
      py::arg("values").noconvert(), py::arg("means").noconvert().none(true), py::arg("workers"),
      "Means (m, d) of values (n, d) of the sites (m, k) with shares (m, k), k 3 or 4; with means "
      "(n, d) of the values' neighbours, as varied as the values.");
  m.def("add_local_noise", &with_local_noise<T>, py::arg("latents").noconvert(),
        py::arg("sites").noconvert(), py::arg("values").noconvert(),
        py::arg("neighbors").noconvert(), py::arg("noise").noconvert(), py::arg("scale"),
        py::arg("workers"),
        "Add to latents (m, d), in their place, the noise (m, q) along the differences between the "
        "values (n, d) of their sites (m,) and of these sites' neighbors (n, q).");
}

}  // namespace

void add_values(py::module_& m) {
  add_values_of<float>(m);
  add_values_of<double>(m);
}

}  // namespace brenier::bindings
