#include "brenier/linalg/adaptive_solver.hpp"

#include "brenier/error.hpp"

namespace brenier {

std::vector<double> AdaptiveSolver::solve(const GraphLaplacian& laplacian,
                                          std::span<const double> b, double tolerance,
                                          const CheckInterrupt& interrupt) {
  constexpr Index kDirectUpTo = 500;  // from here on, even 1e-8 is cheaper by multigrid
  if (laplacian.size() > kDirectUpTo) {
    try {
      return multigrid_.solve(laplacian, b, tolerance, interrupt);
    } catch (const NumericalError&) {
      // The factors below will tell whether the matrix or the method is to blame.
    }
  }
  return cholesky_.solve(laplacian, b, tolerance, interrupt);
}

}  // namespace brenier
