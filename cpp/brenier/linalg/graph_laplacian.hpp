// The Hessian of the dual: a weighted graph Laplacian with an edge per facet.
#pragma once

#include <span>
#include <vector>

#include "brenier/waist/cell_measures.hpp"

namespace brenier {

/// A symmetric matrix with rows that sum to zero, by rows: (L x)_i = Σ_j c_ij (x_i - x_j), with
/// conductances c_ij > 0 between neighbours. Only the c_ij are stored; the diagonal is their sum.
struct GraphLaplacian {
  std::vector<Index> row_begin;  // row i holds entries [row_begin[i], row_begin[i + 1])
  std::vector<Index> columns;    // increasing in each row
  std::vector<double> conductances;

  Index size() const { return static_cast<Index>(row_begin.size()) - 1; }
  double diagonal(Index i) const;
};

/// ∂m_i/∂w_j, minus the conductance between cells i and j [kitagawa2019]; pieces of one facet are
/// added.
GraphLaplacian mass_jacobian(Index site_count, std::span<const Facet> facets);

/// Between each two neighbours the larger one of their conductances.
GraphLaplacian larger_of(const GraphLaplacian& first, const GraphLaplacian& second);

/// Raises NumericalError unless every site can be reached from every other over facets with mass:
/// else L has more in its kernel than the constants, which rounding may hide from any
/// factorisation.
void require_connected(const GraphLaplacian& laplacian);

/// How many vertices can be reached from the first over edges with conductance.
template <class Conductance>
Index connected_to_first(std::span<const Index> row_begin, std::span<const Index> columns,
                         std::span<const Conductance> conductances);

/// A square sparse matrix by rows, columns increasing in each.
struct CompressedRows {
  std::vector<Index> row_begin;
  std::vector<Index> columns;
  std::vector<double> values;
};

/// The Laplacian with its diagonal, times a factor.
CompressedRows compressed_rows(const GraphLaplacian& laplacian, double factor);

}  // namespace brenier
