// From solved weights back to the caller's sites.
#pragma once

#include <memory>
#include <span>

#include "brenier/interrupt.hpp"
#include "brenier/plane/measure/power_diagram.hpp"
#include "brenier/plane/problem/planar_problem.hpp"

namespace brenier {

/// The power diagram of all the problem's sites: its cells are the preimages of the sites under the
/// transport map. It is built from the local weights, which are sharper than the caller's can be
/// where the sites lie far from the source.
std::shared_ptr<const PowerDiagram> transport_diagram(const PlanarProblem& problem,
                                                      std::span<const double> point_weights,
                                                      int workers, const CheckInterrupt& interrupt);

}  // namespace brenier
