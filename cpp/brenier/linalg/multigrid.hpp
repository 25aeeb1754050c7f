// Conjugate gradients, preconditioned by a V-cycle of smoothed aggregation: the Newton system in time
// proportional to the number of sites.
#pragma once

#include "brenier/linalg/linear_solver.hpp"

namespace brenier {

class Multigrid final : public LinearSolver {
 public:
  std::vector<double> solve(const GraphLaplacian& laplacian, std::span<const double> b,
                            double tolerance, const CheckInterrupt& interrupt) override;
};

}  // namespace brenier
