#include <pybind11/stl.h>

#include <array>
#include <memory>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/modules.hpp"
#include "brenier/plane/density/gaussian_source.hpp"
#include "brenier/plane/density/source.hpp"

namespace brenier::bindings {
namespace {

std::shared_ptr<const Source> uniform(const std::vector<DoubleArray>& rings) {
  const std::vector<Ring> copies = copied_points(rings, "domain");
  const InCore in_core;
  return std::make_shared<const Source>(uniform_source(copies));
}

/// What `uniform` refuses rings for, if two of their edges are at fault.
py::object ring_clash(const std::vector<DoubleArray>& rings) {
  const std::vector<Ring> copies = copied_points(rings, "domain");
  try {
    const StandardFloats floats;
    uniform_source(copies);
  } catch (const ClashingRings& clash) {
    const auto edge = [](ClashingRings::Edge e) { return py::make_tuple(e.ring, e.vertex); };
    return py::make_tuple(edge(clash.edge), edge(clash.other), clash.cross);
  } catch (const InvalidArgument&) {
    return py::none();  // for something else
  }
  return py::none();
}

std::shared_ptr<const Source> gaussian(const std::vector<DoubleArray>& rings,
                                       const DoubleArray& means, const DoubleArray& covariances,
                                       const DoubleArray& weights, bool is_single) {
  static_assert(sizeof(Covariance) == 4 * sizeof(double));
  if (covariances.ndim() != 3 || covariances.shape(1) != 2 || covariances.shape(2) != 2) {
    throw InvalidArgument("covs has the wrong shape; expected (k, 2, 2)");
  }
  const std::vector<Ring> copies = copied_points(rings, "domain");
  const std::span<const Point> centers = points(means, "means");
  const std::span<const Covariance> matrices{
      reinterpret_cast<const Covariance*>(covariances.data()),
      static_cast<std::size_t>(covariances.shape(0))};
  const std::span<const double> shares = scalars(weights, "weights");
  const InCore in_core;
  return std::make_shared<const Source>(
      gaussian_source(copies, centers, matrices, shares, is_single, python_signals(in_core)));
}

py::array_t<double> density_at(const Source& source, const DoubleArray& x) {
  const auto queries = points(x, "x");
  std::vector<double> result;
  {
    const InCore in_core;
    result = gaussian_density(source, queries, python_signals(in_core));
  }
  return owned<double>(std::move(result));
}

py::tuple gaussian_masses(const Source& source) {
  const GaussianMixture& mixture = mixture_of(source);
  return py::make_tuple(owned<double>(mixture.component_masses()),
                        owned<double>(mixture.parts_inside()));
}

Box box(const std::array<double, 4>& bounds) {
  return {{bounds[0], bounds[1]}, {bounds[2], bounds[3]}};
}

std::shared_ptr<const Source> periodic_uniform(const std::array<double, 4>& bounds) {
  const StandardFloats floats;
  return std::make_shared<const Source>(periodic_uniform_source(box(bounds)));
}

using MakeGridSource = Source (*)(const Box&, std::vector<double>, Index, bool, bool);

template <MakeGridSource make>
std::shared_ptr<const Source> on_grid(const DoubleArray& values,
                                      const std::array<double, 4>& bounds, bool is_from_top,
                                      bool is_periodic) {
  if (values.ndim() != 2 || values.size() == 0) {
    throw InvalidArgument("values has the wrong shape; expected (rows, columns)");
  }
  std::vector<double> copy(values.data(), values.data() + values.size());
  const Index columns = static_cast<Index>(values.shape(1));
  const InCore in_core;
  return std::make_shared<const Source>(
      make(box(bounds), std::move(copy), columns, is_from_top, is_periodic));
}

std::vector<py::array_t<double>> rings(const Source& source) {
  const StandardFloats floats;
  return owned_points(source.rings());
}

double area(const Source& source) {
  const StandardFloats floats;
  return source.area();
}

py::array_t<bool> contains(const Source& source, const DoubleArray& x) {
  const auto queries = points(x, "x");
  std::vector<char> result;
  {
    const InCore in_core;
    result = source.contains(queries, python_signals(in_core));
  }
  return owned<bool>(std::move(result));
}

}  // namespace

void add_density(py::module_& m) {
  py::class_<Source, std::shared_ptr<Source>>(m, "Source",
                                              "A probability density on a polygonal domain.")
      .def_property_readonly("rings", &rings,
                             "Outer rings counter-clockwise, holes clockwise: list of (k, 2).")
      .def_property_readonly("area", &area, "Area of the domain.")
      .def("contains", &contains, py::arg("x").noconvert(),
           "Which of the (m, 2) points lie in it.");
  m.def("gaussian", &gaussian, py::arg("rings"), py::arg("means").noconvert(),
        py::arg("covariances").noconvert(), py::arg("weights").noconvert(), py::arg("is_single"),
        "A mixture of normal densities on a polygon; without rings on a box.");
  m.def("gaussian_density", &density_at, py::arg("source"), py::arg("x").noconvert(),
        "Its density at (m, 2) points, by the formula, also off the domain.");
  m.def(
      "gaussian_masses", &gaussian_masses, py::arg("source"),
      "What each component has of the mass, (k,); and how much of each lies on the domain, (k,).");
  m.def("bilinear", &on_grid<bilinear_source>, py::arg("values").noconvert(), py::arg("bounds"),
        py::arg("is_from_top"), py::arg("is_periodic"),
        "The density that is bilinear between nodes (rows, columns), from corner to corner of "
        "(xmin, ymin, xmax, ymax).");
  m.def("raster", &on_grid<raster_source>, py::arg("values").noconvert(), py::arg("bounds"),
        py::arg("is_from_top"), py::arg("is_periodic"),
        "The density of pixels (rows, columns) over (xmin, ymin, xmax, ymax).");
  m.def("periodic_uniform", &periodic_uniform, py::arg("bounds"),
        "The uniform density on the periodic box (xmin, ymin, xmax, ymax).");
  m.def("ring_clash", &ring_clash, py::arg("rings"),
        "Two edges of rings that cross or overlap, each as (ring, vertex), and whether they cross; "
        "None if there are none.");
  m.def("uniform", &uniform, py::arg("rings"), "The uniform density on a polygon.");
}

}  // namespace brenier::bindings
