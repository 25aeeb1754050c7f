// One function per binding file, each adding its names to the module of space.
#pragma once

#include <pybind11/pybind11.h>

namespace brenier::bindings::space {

void add_source(pybind11::module_& m);
void add_power_diagram(pybind11::module_& m);
void add_problem(pybind11::module_& m);
void add_map(pybind11::module_& m);

}  // namespace brenier::bindings::space
