// The Newton system from facets: a weighted graph Laplacian.
#pragma once

#include "brenier/interrupt.hpp"
#include "brenier/linalg/linear_solver.hpp"
#include "brenier/newton/newton_system.hpp"

namespace brenier {

/// Where no facet with mass joins some cells with the others, parts that have the mass that they
/// should have as a whole are solved one by one.
class FacetSystem final : public NewtonSystem {
 public:
  /// `tol` is that of the solve. Keeps views of solver and interrupt, which have to live as long.
  FacetSystem(LinearSolver& solver, int growth_dimension, double tol,
              const CheckInterrupt& interrupt)
      : solver_(solver), growth_dimension_(growth_dimension), tol_(tol), interrupt_(interrupt) {}

  NewtonDirection direction(const Evaluation& at, const Targets& targets) override;
  NewtonDirection direction_of_tied(const Evaluation& at, const Targets& targets,
                                    const TiedCells& ties) override;
  NewtonDirection direction_of_spread(const Evaluation& at, const Targets& targets,
                                      double share) override;
  std::vector<Index> part_out_of_balance(const Evaluation& at,
                                         const Targets& targets) const override;

 private:
  LinearSolver& solver_;
  int growth_dimension_;
  double tol_;
  const CheckInterrupt& interrupt_;
};

}  // namespace brenier
