// Conjugate gradients, preconditioned by aggregation multigrid: the Newton system in time
// proportional to the number of sites.
#pragma once

#include "brenier/linalg/linear_solver.hpp"

namespace brenier {

class Multigrid final : public LinearSolver {
 public:
  /// `workers` threads, -1 for all; results do not depend on it.
  explicit Multigrid(int workers = 1) : workers_(workers) {}

  std::vector<double> solve(const GraphLaplacian& laplacian, std::span<const double> b,
                            double tolerance, const CheckInterrupt& interrupt) override;

 private:
  int workers_;
};

}  // namespace brenier
