// Direct solution by sparse Cholesky factors (Eigen).
#pragma once

#include "brenier/linalg/linear_solver.hpp"

namespace brenier {

class Cholesky final : public LinearSolver {
 public:
  std::vector<double> solve(const GraphLaplacian& laplacian, std::span<const double> b,
                            double tolerance, const CheckInterrupt& interrupt) override;
};

}  // namespace brenier
