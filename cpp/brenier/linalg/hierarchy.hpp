// The preconditioner: ever coarser graphs, and a cycle over them.
#pragma once

#include <Eigen/Cholesky>

#include "brenier/interrupt.hpp"
#include "brenier/linalg/aggregation.hpp"

namespace brenier {

/// Aggregation multigrid in single precision [notay2010]: a level's graph is that of the level
/// above, contracted, so that each matrix is a graph Laplacian again; a coarse system is solved by
/// at most two steps of conjugate gradients preconditioned by the cycle below it (the K-cycle),
/// which makes up for the piecewise constant interpolation.
class Hierarchy {
 public:
  using Vector = BlockLaplacian::Vector;

  /// `rows` has the conductances of `exact` in single precision, all to one scale.
  ///
  /// Raises NumericalError if the graph cannot be made small: it is not connected, or nearly so.
  Hierarchy(const GraphRows& rows, std::span<const double> exact, ThreadTeam& team,
            const CheckInterrupt& interrupt);

  const BlockLaplacian& finest() const { return levels_.front().laplacian; }

  /// Where `apply` finds b and leaves x.
  Vector& right_hand_side() { return levels_.front().b; }
  const Vector& solution() const { return levels_.front().x; }
  /// x ≈ L⁻¹ b up to a constant; <x, b> > 0 off rounding, but not linear in b.
  void apply(ThreadTeam& team) { cycle(0, team); }

 private:
  struct Level {
    explicit Level(BlockLaplacian matrix);

    BlockLaplacian laplacian;
    Aggregates aggregates;  // empty on the coarsest
    Vector x, b, residual;  // of the cycle
    Vector first, image;    // of the K-cycle: its first direction, and that one's image
  };

  void factorize_coarsest(const GraphRows& rows);
  void cycle(std::size_t depth, ThreadTeam& team);
  void solve_coarse(std::size_t depth, ThreadTeam& team);
  void solve_coarsest();

  std::vector<Level> levels_;
  Eigen::LLT<Eigen::MatrixXd> coarsest_;
};

}  // namespace brenier
