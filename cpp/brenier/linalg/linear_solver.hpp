// Solving the Newton system, whatever the method.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/linalg/graph_laplacian.hpp"

namespace brenier {

/// Solves L x = b for graph Laplacians of connected graphs.
class LinearSolver {
 public:
  virtual ~LinearSolver() = default;

  /// The solution with mean zero of L x = b; b is taken to have sum zero. `tolerance` bounds the
  /// residual relative to b for methods that iterate; others are as exact as they can be.
  ///
  /// Raises NumericalError when L is singular beyond its constants, to working precision.
  virtual std::vector<double> solve(const GraphLaplacian& laplacian, std::span<const double> b,
                                    double tolerance, const CheckInterrupt& interrupt) = 0;
};

}  // namespace brenier
