#include <pybind11/stl.h>

#include <array>
#include <memory>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/modules.hpp"
#include "brenier/plane/density/gaussian_source.hpp"
#include "brenier/plane/density/source.hpp"
#include "brenier/plane/points/required_points.hpp"

namespace brenier::bindings {
namespace {

std::vector<Ring> copies_of(const std::vector<DoubleArray>& rings) {
  std::vector<Ring> copies;
  for (const DoubleArray& ring : rings) {
    const std::span<const Point> vertices = points(ring, "domain");
    copies.emplace_back(vertices.begin(), vertices.end());
  }
  return copies;
}

std::shared_ptr<const Source> uniform(const std::vector<DoubleArray>& rings) {
  const std::vector<Ring> copies = copies_of(rings);
  const InCore in_core;
  return std::make_shared<const Source>(uniform_source(copies));
}

std::shared_ptr<const Source> gaussian(const std::vector<DoubleArray>& rings,
                                       const DoubleArray& means, const DoubleArray& covariances,
                                       const DoubleArray& weights, bool is_single) {
  static_assert(sizeof(Covariance) == 4 * sizeof(double));
  if (covariances.ndim() != 3 || covariances.shape(1) != 2 || covariances.shape(2) != 2) {
    throw InvalidArgument("covs has the wrong shape; expected (k, 2, 2)");
  }
  const std::vector<Ring> copies = copies_of(rings);
  const std::span<const Point> centers = points(means, "means");
  const std::span<const Covariance> matrices{
      reinterpret_cast<const Covariance*>(covariances.data()),
      static_cast<std::size_t>(covariances.shape(0))};
  const std::span<const double> shares = scalars(weights, "weights");
  const InCore in_core;
  return std::make_shared<const Source>(
      gaussian_source(copies, centers, matrices, shares, is_single, python_signals()));
}

const GaussianMixture& mixture_of(const Source& source) {
  const auto* mixture = std::get_if<GaussianMixture>(&source.density);
  if (mixture == nullptr) throw InvalidArgument("source is not a mixture of normal densities");
  return *mixture;
}

py::array_t<double> gaussian_density(const Source& source, const DoubleArray& x) {
  const GaussianMixture& mixture = mixture_of(source);
  const Similarity& similarity = source.similarity;
  const auto queries = points(x, "x");
  std::vector<double> result;
  {
    const InCore in_core;
    const CheckInterrupt interrupt = python_signals();
    OccasionalCheck check_here(interrupt);
    result.reserve(queries.size());
    for (const Point p : required_points("x", queries)) {
      check_here();
      result.push_back(mixture.value(similarity.to_local(p)) / similarity.unit / similarity.unit);
    }
  }
  return owned<double>(std::move(result));
}

std::pair<py::array_t<double>, py::array_t<double>> gaussian_masses(const Source& source) {
  const GaussianMixture& mixture = mixture_of(source);
  return {owned<double>(std::vector<double>(mixture.component_masses())),
          owned<double>(std::vector<double>(mixture.parts_inside()))};
}

using MakeGridSource = Source (*)(const Box&, std::vector<double>, Index, bool);

template <MakeGridSource make>
std::shared_ptr<const Source> on_grid(const DoubleArray& values,
                                      const std::array<double, 4>& bounds, bool is_from_top) {
  if (values.ndim() != 2 || values.size() == 0) {
    throw InvalidArgument("values has the wrong shape; expected (rows, columns)");
  }
  std::vector<double> copy(values.data(), values.data() + values.size());
  const Index columns = static_cast<Index>(values.shape(1));
  const Box box{{bounds[0], bounds[1]}, {bounds[2], bounds[3]}};
  const InCore in_core;
  return std::make_shared<const Source>(make(box, std::move(copy), columns, is_from_top));
}

std::vector<py::array_t<double>> rings(const Source& source) {
  const StandardFloats floats;
  const Polygon& polygon = domain_of(source.density).polygon();
  std::vector<py::array_t<double>> result;
  for (Index r = 0; r < polygon.ring_count(); ++r) {
    std::vector<Point> ring;
    for (Index k = polygon.ring_begin(r); k < polygon.ring_begin(r + 1); ++k) {
      ring.push_back(source.similarity.from_local(polygon.vertices()[k]));
    }
    result.push_back(owned_points(std::move(ring)));
  }
  return result;
}

double area(const Source& source) {
  const StandardFloats floats;
  const double unit = source.similarity.unit;
  return domain_of(source.density).polygon().area() * unit * unit;
}

py::array_t<bool> contains(const Source& source, const DoubleArray& x) {
  const auto queries = points(x, "x");
  py::array_t<bool> result(static_cast<py::ssize_t>(queries.size()));
  bool* out = result.mutable_data();
  const InCore in_core;
  const DomainIndex& domain = domain_of(source.density);
  const CheckInterrupt interrupt = python_signals();
  OccasionalCheck check_here(interrupt);
  for (const Point p : required_points("x", queries)) {
    check_here();
    *out++ = domain.contains(source.similarity.to_local(p));
  }
  return result;
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
  m.def("gaussian_density", &gaussian_density, py::arg("source"), py::arg("x").noconvert(),
        "Its density at (m, 2) points, by the formula, also off the domain.");
  m.def(
      "gaussian_masses", &gaussian_masses, py::arg("source"),
      "What each component has of the mass, (k,); and how much of each lies on the domain, (k,).");
  m.def("bilinear", &on_grid<bilinear_source>, py::arg("values").noconvert(), py::arg("bounds"),
        py::arg("is_from_top"),
        "The density that is bilinear between nodes (rows, columns), from corner to corner of "
        "(xmin, ymin, xmax, ymax).");
  m.def("raster", &on_grid<raster_source>, py::arg("values").noconvert(), py::arg("bounds"),
        py::arg("is_from_top"),
        "The density of pixels (rows, columns) over (xmin, ymin, xmax, ymax).");
  m.def("uniform", &uniform, py::arg("rings"), "The uniform density on a polygon.");
}

}  // namespace brenier::bindings
