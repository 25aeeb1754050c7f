// One function per binding file, each adding its names to the module.
#pragma once

#include <pybind11/pybind11.h>

namespace brenier::bindings {

void add_density(pybind11::module_& m);
void add_power_diagram(pybind11::module_& m);
void add_periodic_diagram(pybind11::module_& m);
void add_linalg(pybind11::module_& m);
void add_newton(pybind11::module_& m);
void add_problem(pybind11::module_& m);
void add_map(pybind11::module_& m);
void add_values(pybind11::module_& m);
void add_sampled(pybind11::module_& m);

}  // namespace brenier::bindings
