#include <pybind11/functional.h>
#include <pybind11/stl.h>

#include <optional>

#include "arrays.hpp"
#include "boundary.hpp"
#include "brenier/transport/damped_newton.hpp"
#include "brenier/transport/monge_map.hpp"
#include "brenier/transport/piecewise_affine_map.hpp"
#include "modules.hpp"

namespace brenier::bindings {
namespace {

/// Python's callback: StopIteration asks to stop, any other exception passes through the solver.
std::function<bool(const StepRecord&)> wrapped(const std::optional<py::function>& callback) {
  if (!callback) return {};
  return [&function = *callback](const StepRecord& record) {
    const InPython in_python;
    const py::object state = py::cast(record);
    py::object result;
    unless_shut_down([&] {
      result = py::reinterpret_steal<py::object>(PyObject_CallOneArg(function.ptr(), state.ptr()));
    });
    if (result) return true;
    if (PyErr_ExceptionMatches(PyExc_StopIteration) == 0) throw py::error_already_set();
    PyErr_Clear();
    return false;
  };
}

std::shared_ptr<Problem> make_problem(const DoubleArray& sites, const DoubleArray& masses,
                                      std::shared_ptr<Source> source) {
  const auto y = points(sites, "sites");
  const auto nu = scalars(masses, "masses");
  const InCore in_core;
  return std::make_shared<Problem>(y, nu, std::move(source), python_signals());
}

NewtonResult solve_problem(const Problem& problem, double tol, int max_iter,
                           const std::optional<DoubleArray>& initial_weights, int workers,
                           const std::optional<py::function>& callback) {
  NewtonSettings settings;
  settings.tol = tol;
  settings.max_iter = max_iter;
  settings.workers = workers;
  settings.callback = wrapped(callback);
  settings.interrupt = python_signals();
  std::span<const double> given;
  if (initial_weights) given = scalars(*initial_weights, "initial_weights");
  const InCore in_core;
  return solve(problem, initial_weights ? problem.to_points(given) : std::vector<double>(),
               settings);
}

py::tuple history(const NewtonResult& result) {
  std::vector<double> errors, steps, blurs, seconds;
  for (const StepRecord& record : result.history) {
    errors.push_back(record.max_relative_error);
    steps.push_back(record.step);
    blurs.push_back(record.blur);
    seconds.push_back(record.seconds);
  }
  return py::make_tuple(owned<double>(std::move(errors)), owned<double>(std::move(steps)),
                        owned<double>(std::move(blurs)), owned<double>(std::move(seconds)));
}

std::shared_ptr<MeasuredDiagram> diagram(const Problem& problem, const DoubleArray& point_weights,
                                         int workers) {
  const auto w = scalars(point_weights, "point_weights");
  const InCore in_core;
  return std::const_pointer_cast<MeasuredDiagram>(
      transport_diagram(problem, w, workers, python_signals()));
}

std::shared_ptr<CentroidMesh> centroid_mesh(const MeasuredDiagram& diagram,
                                            const DoubleArray& sites) {
  const auto y = points(sites, "sites");
  const InCore in_core;
  return std::make_shared<CentroidMesh>(diagram, y, python_signals());
}

py::tuple creases(const CentroidMesh& mesh) {
  std::vector<std::array<Index, 2>> edges;
  std::vector<double> jumps, angles;
  for (const Crease& crease : mesh.creases()) {
    edges.push_back(crease.sites);
    jumps.push_back(crease.jump);
    angles.push_back(crease.angle);
  }
  return py::make_tuple(owned<Index>(std::move(edges), {2}), owned<double>(std::move(jumps)),
                        owned<double>(std::move(angles)));
}

py::array_t<double> limits_of_gaps(const CentroidMesh& mesh) {
  const StandardFloats floats;
  return owned<double>(gap_limits(mesh.creases(), mesh.site_count()));
}

py::array_t<Index> simplices(const CentroidMesh& mesh) {
  std::vector<std::array<Index, 3>> result;
  for (const Triangle& triangle : mesh.cover().triangles()) result.push_back(triangle.vertices);
  return owned<Index>(std::move(result), {3});
}

std::shared_ptr<PiecewiseAffineMap> piecewise_affine_map(std::shared_ptr<MeasuredDiagram> diagram,
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
    result = map(queries, across_singular, workers, python_signals());
  }
  return py::make_tuple(owned_points(std::move(result.points)),
                        owned<bool>(std::move(result.is_singular)));
}

}  // namespace

void add_transport(py::module_& m) {
  py::class_<StepRecord>(m, "StepRecord", "One accepted step of the solver.")
      .def_readonly("nit", &StepRecord::nit)
      .def_readonly("max_relative_error", &StepRecord::max_relative_error)
      .def_readonly("step", &StepRecord::step)
      .def_readonly("blur", &StepRecord::blur)
      .def_readonly("seconds", &StepRecord::seconds);

  py::class_<NewtonResult>(m, "NewtonResult", "Weights of the points, and how they were found.")
      .def_property_readonly("point_weights",
                             [](const NewtonResult& r) { return owned<double>(r.weights); })
      .def_property_readonly("status", [](const NewtonResult& r) { return name_of(r.status); })
      .def_property_readonly("message", [](const NewtonResult& r) { return message_of(r.status); })
      .def_property_readonly("history", &history,
                             "Errors, steps, blurs, seconds, an entry per step.")
      .def_readonly("evaluations", &NewtonResult::evaluations);

  py::class_<Problem, std::shared_ptr<Problem>>(m, "Problem", "Sites with target masses.")
      .def(py::init(&make_problem), py::arg("sites").noconvert(), py::arg("masses").noconvert(),
           py::arg("source"))
      .def("solve", &solve_problem, py::arg("tol"), py::arg("max_iter"),
           py::arg("initial_weights").noconvert(), py::arg("workers"), py::arg("callback"))
      .def("diagram", &diagram, py::arg("point_weights").noconvert(), py::arg("workers"),
           "The power diagram of all sites for these weights of the points.")
      .def(
          "site_weights",
          [](const Problem& problem, const DoubleArray& point_weights) {
            const StandardFloats floats;
            return owned<double>(site_weights(problem, scalars(point_weights, "point_weights")));
          },
          py::arg("point_weights").noconvert());

  py::class_<CentroidMesh, std::shared_ptr<CentroidMesh>>(
      m, "CentroidMesh", "Weighted Delaunay triangles between the centroids of a diagram's cells.")
      .def(py::init(&centroid_mesh), py::arg("diagram"), py::arg("sites").noconvert())
      .def("creases", &creases, "Sites (e, 2), jumps (e,), angles (e,).")
      .def("gap_limits", &limits_of_gaps, "The jump over which each crease is a gap (e,).")
      .def("simplices", &simplices, "Sites of the triangles (s, 3).")
      .def(
          "creases_of_simplices",
          [](const CentroidMesh& mesh) { return owned<Index>(mesh.creases_of_triangles(), {3}); },
          "Creases of the triangles (s, 3), -1 where an edge is none.")
      .def(
          "folded", [](const CentroidMesh& mesh) { return owned<Index>(mesh.folded(), {3}); },
          "Sites of the triangles that were left out as they are folded (f, 3).");

  py::class_<PiecewiseAffineMap, std::shared_ptr<PiecewiseAffineMap>>(
      m, "PiecewiseAffineMap", "The continuous extension of the transport map.")
      .def(py::init(&piecewise_affine_map), py::arg("diagram"), py::arg("mesh"),
           py::arg("sites").noconvert(), py::arg("is_singular").noconvert())
      .def("images", &images, py::arg("x").noconvert(), py::arg("across_singular"),
           py::arg("workers"), "Images (m, 2), and which points lie on the singular set (m,).");
}

}  // namespace brenier::bindings
