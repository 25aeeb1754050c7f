// A sparse matrix by rows, and the few products that multigrid needs.
#pragma once

#include <span>
#include <vector>

#include "brenier/linalg/graph_laplacian.hpp"

namespace brenier {

struct SparseMatrix {
  Index column_count = 0;
  std::vector<Index> row_begin{0};  // row i holds entries [row_begin[i], row_begin[i + 1])
  std::vector<Index> columns;
  std::vector<double> values;

  Index row_count() const { return static_cast<Index>(row_begin.size()) - 1; }
};

/// The Laplacian with its diagonal, which comes first in each row.
SparseMatrix with_diagonal(const GraphLaplacian& laplacian);

/// A · B, and Aᵀ.
SparseMatrix product(const SparseMatrix& a, const SparseMatrix& b);
SparseMatrix transposed(const SparseMatrix& a);

/// y = A x.
void multiply(const SparseMatrix& a, std::span<const double> x, std::span<double> y);
/// y += A x.
void multiply_add(const SparseMatrix& a, std::span<const double> x, std::span<double> y);

}  // namespace brenier
