#include "bindings/problem_methods.hpp"
#include "bindings/space/modules.hpp"
#include "brenier/space/periodic/periodic_diagram.hpp"
#include "brenier/space/problem/transport_diagram.hpp"
#include "brenier/space/transport/solve.hpp"

namespace brenier::bindings::space {

void add_problem(py::module_& m) {
  using brenier::space::SpatialProblem;
  py::class_<SpatialProblem, std::shared_ptr<SpatialProblem>> problem(m, "Problem",
                                                                      "Sites with target masses.");
  add_problem_methods<brenier::space::Point, brenier::space::Source>(problem);
  // A convex domain has no parts, and so no gaps between them.
  problem.def_property_readonly("widest_gap", [](const SpatialProblem&) { return 0.0; })
      .def_property_readonly("rounding_of_gap", [](const SpatialProblem&) { return 0.0; });
}

}  // namespace brenier::bindings::space
