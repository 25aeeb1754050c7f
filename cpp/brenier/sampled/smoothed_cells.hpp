// Cells with soft borders: each sample is shared among the sites of its list.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/sampled/sample_lists.hpp"
#include "brenier/uninitialized.hpp"

namespace brenier {

/// Shares of a sample are softmax of the scores over ε: p_j = exp(s_j/ε) / Σ exp(s_k/ε). A cell's
/// mass is m_j = (1 - κ) E[p_j] + κ/n: a small part κ is shared evenly, so that none is empty. So
/// ∂m/∂v = (1 - κ) (diag E[p] - E[p pᵀ]) / ε.
class SmoothedCells {
 public:
  SmoothedCells(const SampleLists& lists, std::span<const double> heights, double smoothing,
                int workers, const CheckInterrupt& interrupt);

  const std::vector<double>& masses() const { return masses_; }
  /// Of the samples, the part whose best site comes from the end of its list, which then may be too
  /// short. `count_cells` is sure, but once a single site far away is raised it trusts no list.
  double from_end() const { return from_end_; }

  /// The diagonal of (1 - κ) E[p pᵀ].
  std::vector<double> mean_squares(int workers) const;
  /// Adds (1 - κ) E[p pᵀ] x times a factor.
  void add_covariance(std::span<const double> x, double factor, std::span<double> result,
                      int workers) const;

 private:
  /// Shares that are not next to nothing, of the samples of a chunk.
  struct Shares {
    std::vector<std::int64_t> row_begin;
    std::vector<Index> sites;
    std::vector<float> values;
  };

  std::int64_t count_;
  std::vector<Shares> of_chunk_;
  std::vector<double> masses_;
  double from_end_ = 0.0;
};

}  // namespace brenier
