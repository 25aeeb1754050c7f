// One function per folder of the core, each adding its names to the module.
#pragma once

#include <pybind11/pybind11.h>

namespace brenier::bindings {

void add_density(pybind11::module_& m);
void add_measure(pybind11::module_& m);
void add_linalg(pybind11::module_& m);
void add_transport(pybind11::module_& m);

}  // namespace brenier::bindings
