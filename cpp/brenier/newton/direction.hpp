// Newton's direction: which weights would make the masses grow as they should, if that were linear.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/linalg/linear_solver.hpp"
#include "brenier/waist/cell_measures.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

struct NewtonDirection {
  std::vector<double> growth;   // of the masses, aimed at
  std::vector<double> weights;  // d with (∂m/∂w) d = growth, about
};

/// What the Newton system is solved with, and how.
struct NewtonSystem {
  LinearSolver& solver;
  double tol;  // of the solve
  int growth_dimension;
  const CheckInterrupt& interrupt;

  /// This file alone asks for facets: an engine that has none, but applies its Hessian, needs another one
  /// of these two functions, and nothing else in newton/.
  ///
  /// Raises NumericalError if no direction can be found. Where no facet with mass joins some cells with the
  /// others, parts that have the mass that they should have as a whole are solved one by one.
  NewtonDirection direction(const CellMeasures& measures, const Targets& targets) const;
  /// Do all parts have the masses that they should have as a whole? If not, a facet has to join parts.
  bool are_parts_balanced(const CellMeasures& measures, const Targets& targets) const;
};

}  // namespace brenier
