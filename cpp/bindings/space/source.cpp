#include "brenier/space/measure/source.hpp"

#include <pybind11/stl.h>

#include <memory>

#include "bindings/boundary.hpp"
#include "bindings/space/modules.hpp"
#include "bindings/space/points.hpp"

namespace brenier::bindings::space {
namespace {

using brenier::space::Source;

Point corner(const std::array<double, 3>& given) { return {given[0], given[1], given[2]}; }

}  // namespace

void add_source(py::module_& m) {
  py::class_<Source, std::shared_ptr<Source>>(
      m, "Source", "The uniform density on a convex polyhedron, whose mass is 1.")
      .def(py::init([](const DoubleArray& vertices, std::vector<std::vector<Index>> faces) {
             const StandardFloats floats;
             const auto given = points(vertices, "vertices");
             return std::make_shared<Source>(std::vector<Point>(given.begin(), given.end()),
                                             std::move(faces));
           }),
           py::arg("vertices").noconvert(), py::arg("faces"))
      .def_static(
          "box",
          [](const std::array<double, 3>& low, const std::array<double, 3>& high) {
            const StandardFloats floats;
            return std::make_shared<Source>(Source::box(corner(low), corner(high)));
          },
          py::arg("low"), py::arg("high"))
      .def_static(
          "periodic_box",
          [](const std::array<double, 3>& low, const std::array<double, 3>& high) {
            const StandardFloats floats;
            return std::make_shared<Source>(Source::periodic_box(corner(low), corner(high)));
          },
          py::arg("low"), py::arg("high"))
      .def_property_readonly("vertices", [](const Source& s) { return owned_points(s.vertices); })
      .def_property_readonly("faces", [](const Source& s) { return s.local.faces(); })
      .def_property_readonly("volume", &Source::volume)
      .def(
          "contains",
          [](const Source& s, const DoubleArray& x) {
            const StandardFloats floats;
            std::vector<char> inside;
            for (const Point p : points(x, "x")) {
              inside.push_back(s.periodic || s.local.contains(s.similarity.to_local(p)));
            }
            return owned<bool>(std::move(inside));
          },
          py::arg("x").noconvert());
}

}  // namespace brenier::bindings::space
