// The concave function whose maximiser is the transport, with two derivatives.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/linalg/graph_laplacian.hpp"
#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/problem/problem.hpp"
#include "brenier/waist/cell_measures.hpp"

namespace brenier {

/// K(w) = Σ_i ∫_{L_i} (|x - y_i|² - w_i) ρ + Σ_i w_i ν_i, in local coordinates [kitagawa2019].
///
/// Keeps a view of the problem, which has to live as long.
class KantorovichDual {
 public:
  explicit KantorovichDual(const Problem& problem) : problem_(&problem) {}

  /// A power diagram of the problem's points, reduced to numbers.
  CellMeasures measures(const CellBoundaries& diagram, int workers,
                        const CheckInterrupt& interrupt = {}) const;

  /// ∂K/∂w_i = ν_i - m_i.
  std::vector<double> gradient(const CellMeasures& measures) const;
  /// -∂²K/∂w² = ∂m/∂w.
  GraphLaplacian negative_hessian(const CellMeasures& measures) const;
  /// max_i |m_i - ν_i| / ν_i.
  double max_relative_error(const CellMeasures& measures) const;

 private:
  const Problem* problem_;
};

}  // namespace brenier
