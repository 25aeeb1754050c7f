// Coarsening by smoothed aggregation [vanek1996]: which unknowns act as one, and how they blend.
#pragma once

#include "brenier/linalg/sparse_matrix.hpp"

namespace brenier {

/// The prolongation from aggregates of strongly connected unknowns to the unknowns of `matrix`: one
/// step of damped Jacobi on the indicator functions of the aggregates. Its rows sum to 1, so that
/// constants, the kernel of a Laplacian, are represented exactly. Entries a_ij count as strong when
/// |a_ij| >= threshold · sqrt(a_ii a_jj).
///
/// `matrix` has its diagonal first in each row.
SparseMatrix smoothed_aggregation(const SparseMatrix& matrix, double threshold);

}  // namespace brenier
