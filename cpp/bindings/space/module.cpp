#include "bindings/space/modules.hpp"

#include "bindings/modules.hpp"

PYBIND11_MODULE(_core, m) {
  m.doc() = "The compiled core of brenier in space. Private: use the names of brenier.";
  m.attr("__version__") = BRENIER_VERSION;
  brenier::bindings::add_newton(m);
  brenier::bindings::space::add_source(m);
  brenier::bindings::space::add_power_diagram(m);
  brenier::bindings::space::add_problem(m);
  brenier::bindings::space::add_map(m);
}
