#include "bindings/modules.hpp"

PYBIND11_MODULE(_core, m) {
  m.doc() = "The compiled core of brenier. Private: use the names of the package itself.";
  m.attr("__version__") = BRENIER_VERSION;
  brenier::bindings::add_density(m);
  brenier::bindings::add_power_diagram(m);
  brenier::bindings::add_periodic_diagram(m);
  brenier::bindings::add_linalg(m);
  brenier::bindings::add_newton(m);
  brenier::bindings::add_problem(m);
  brenier::bindings::add_map(m);
  brenier::bindings::add_values(m);
  brenier::bindings::add_sampled(m);
}
