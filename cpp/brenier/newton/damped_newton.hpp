// Damped Newton's method of Kitagawa, Mérigot and Thibert (2019).
#pragma once

#include "brenier/linalg/linear_solver.hpp"
#include "brenier/newton/solution.hpp"
#include "brenier/plane/problem/problem.hpp"

namespace brenier {

/// Maximises the dual from `start`, or from a start of its own when `start` is empty or leaves a cell
/// empty. Never throws for want of convergence: that is the result's status. The weights are those of the
/// history's last record, however the solve ends.
NewtonResult solve(const Problem& problem, std::vector<double> start,
                   const NewtonSettings& settings);
/// The same, with another solver of the Newton systems.
NewtonResult solve(const Problem& problem, std::vector<double> start,
                   const NewtonSettings& settings, LinearSolver& linear_solver);

}  // namespace brenier
