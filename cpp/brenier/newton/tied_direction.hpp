// Newton's direction where cells are tied: together, and apart from each other.
#pragma once

#include "brenier/interrupt.hpp"
#include "brenier/linalg/linear_solver.hpp"
#include "brenier/newton/newton_system.hpp"
#include "brenier/newton/tied_cells.hpp"

namespace brenier {

/// The change of the weights is the sum of two: one that is the same for all cells of a group, and
/// is found from the groups as if they were cells; and one for each cell of a group, which lets
/// pass between them what each of them lacks. The second may be 1e-16 times the first: its digits
/// are kept where the first is near zero, which it is at the worst tie if directions are shifted.
///
/// Under the source. `of_groups` solves for the groups, `solver` for what is inside of them. Raises
/// NumericalError if either cannot.
NewtonDirection tied_direction(const Evaluation& at, const Targets& targets, const TiedCells& ties,
                               int growth_dimension, NewtonSystem& of_groups, LinearSolver& solver,
                               const CheckInterrupt& interrupt);

}  // namespace brenier
