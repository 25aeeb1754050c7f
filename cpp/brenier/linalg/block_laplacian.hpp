// A graph Laplacian laid out for sweeps over it: in blocks of rows, each edge once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "brenier/thread_team.hpp"

namespace brenier {

/// The edges of a weighted graph, by rows; each edge stands in both of its rows.
struct GraphRows {
  std::span<const Index> row_begin;
  std::span<const Index> columns;
  std::span<const float> conductances;

  Index size() const { return static_cast<Index>(row_begin.size()) - 1; }
};

/// Rows [begin, end), and the edges among them, each in the row of its larger end: so one pass over
/// half of the edges serves a triangular solve and the residual after it. Rows are filled up to
/// whole chunks of four entries with loops (edges from a row to itself) of no conductance: branches
/// that depend on a row's length would cost more than the arithmetic.
struct RowBlock {
  static constexpr int kChunk = 4;

  Index begin = 0;
  Index end = 0;
  std::vector<Index> chunk_begin{
      0};  // row begin + k holds chunks [chunk_begin[k], chunk_begin[k+1])
  std::vector<std::uint16_t> columns;  // minus begin
  std::vector<float> conductances;
  std::vector<double> exact;  // the same before rounding to float; on the finest level only

  struct Border {  // an edge that leaves the block
    Index row;     // minus begin
    Index column;  // of the whole matrix
    float conductance;
    double exact;
  };
  std::vector<Border> border;  // by rows
};

/// L = D - C with C the conductances. Its splitting for Gauss-Seidel: M = D' - C_<, where C_< are
/// the edges inside blocks below the diagonal and D' = D + ½ B, B the row sums of the edges C_B
/// that leave blocks. Then M + Mᵀ - L = D + B + C_B is strictly diagonally dominant, so positive
/// definite: one sweep with M followed by one with Mᵀ is a symmetric contraction in the norm of L,
/// whatever the blocks. These are of fixed size, so results do not depend on the number of threads.
class BlockLaplacian {
 public:
  using Vector = std::vector<float>;

  /// Local columns have 16 bits; a block's share of a vector stays in the second cache.
  static constexpr Index kRowsPerBlock = 16384;

  /// `exact` is empty, or the conductances in double precision.
  BlockLaplacian(const GraphRows& rows, std::span<const double> exact, ThreadTeam& team);

  Index size() const { return size_; }
  const std::vector<RowBlock>& blocks() const { return blocks_; }
  /// D.
  const Vector& diagonal() const { return diagonal_; }

  /// x = M⁻¹ b and residual = b - L x.
  void sweep_forward(const Vector& b, Vector& x, Vector& residual, ThreadTeam& team) const;
  /// x += M⁻ᵀ (b - L x); `scratch` is overwritten.
  void sweep_backward(const Vector& b, Vector& x, Vector& scratch, ThreadTeam& team) const;
  /// y = L x.
  void multiply(const Vector& x, Vector& y, ThreadTeam& team) const;
  /// y = L x with the exact conductances, on one block: rows of others are not touched.
  static void multiply_exactly(const RowBlock& block, const double* x, double* y);

 private:
  void build(RowBlock& block, const GraphRows& rows, std::span<const double> exact);

  Index size_;
  std::vector<RowBlock> blocks_;
  Vector diagonal_;
  Vector inverse_;  // of D'
};

}  // namespace brenier
