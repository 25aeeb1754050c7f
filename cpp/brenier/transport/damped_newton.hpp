// Damped Newton's method of Kitagawa, Mérigot and Thibert (2019).
#pragma once

#include "brenier/transport/kantorovich_dual.hpp"
#include "brenier/transport/solution.hpp"

namespace brenier {

/// Maximises the dual from `start`, or from a start of its own when `start` is empty or leaves a cell
/// empty. Never throws for want of convergence: that is the result's status.
NewtonResult solve(const Problem& problem, std::vector<double> start,
                   const NewtonSettings& settings);

}  // namespace brenier
