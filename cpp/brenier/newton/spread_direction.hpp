// Newton's direction for masses that are spread evenly over their cells.
#pragma once

#include "brenier/interrupt.hpp"
#include "brenier/linalg/linear_solver.hpp"
#include "brenier/newton/newton_system.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// The change of the weights that would make the masses those aimed at, if a facet moved through
/// the mean density of the two cells beside it, or through the source, if that is denser along it.
/// A cell's mean density is its mass, or its target mass if that is more, over its size.
///
/// The blend of `at` is a uniform source, whose masses are sizes of cells, all over 0. `share`,
/// from 0 to 1, scales the mean densities. `tolerance` is relative to the growth. Raises
/// NumericalError if the system cannot be solved.
NewtonDirection spread_direction(const Evaluation& at, const Targets& targets, double share,
                                 double tolerance, LinearSolver& solver,
                                 const CheckInterrupt& interrupt);

}  // namespace brenier
