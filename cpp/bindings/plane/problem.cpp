#include "bindings/problem_methods.hpp"

#include "bindings/modules.hpp"
#include "brenier/plane/periodic/periodic_diagram.hpp"
#include "brenier/plane/problem/transport_diagram.hpp"
#include "brenier/transport/solve.hpp"

namespace brenier::bindings {

void add_problem(py::module_& m) {
  py::class_<PlanarProblem, std::shared_ptr<PlanarProblem>> problem(m, "Problem",
                                                                    "Sites with target masses.");
  add_problem_methods<Point, Source>(problem);
  problem
      .def_property_readonly("widest_gap", &PlanarProblem::widest_gap,
                             "That has to be crossed between parts of the domain.")
      .def_property_readonly("rounding_of_gap", &PlanarProblem::rounding_of_gap,
                             "The relative error that rounding of weights may cost across it.");
}

}  // namespace brenier::bindings
