// The solver that the transport uses: a direct one or an iterative one, whichever is faster.
#pragma once

#include "brenier/linalg/cholesky.hpp"
#include "brenier/linalg/multigrid.hpp"

namespace brenier {

/// Cholesky for small systems, multigrid for large ones; Cholesky again should multigrid not
/// converge.
class AdaptiveSolver final : public LinearSolver {
 public:
  /// `workers` threads, -1 for all; results do not depend on it.
  explicit AdaptiveSolver(int workers = 1) : multigrid_(workers) {}

  std::vector<double> solve(const GraphLaplacian& laplacian, std::span<const double> b,
                            double tolerance, const CheckInterrupt& interrupt) override;

 private:
  Cholesky cholesky_;
  Multigrid multigrid_;
};

}  // namespace brenier
