#include "brenier/linalg/multigrid.hpp"

#include <Eigen/Cholesky>
#include <numeric>

#include "brenier/error.hpp"
#include "brenier/linalg/aggregation.hpp"
#include "brenier/text.hpp"

namespace brenier {
namespace {

using Vector = std::vector<double>;

struct Level {
  SparseMatrix matrix;        // diagonal first in each row
  SparseMatrix prolongation;  // from the next level to this one
  SparseMatrix restriction;   // its transpose
  Vector x, b, residual;      // of the V-cycle
};

/// Moves the diagonal entry to the front of each row.
void put_diagonal_first(SparseMatrix& matrix) {
  for (Index i = 0; i < matrix.row_count(); ++i) {
    for (Index at = matrix.row_begin[i]; at < matrix.row_begin[i + 1]; ++at) {
      if (matrix.columns[at] != i) continue;
      std::swap(matrix.columns[at], matrix.columns[matrix.row_begin[i]]);
      std::swap(matrix.values[at], matrix.values[matrix.row_begin[i]]);
      break;
    }
  }
}

void subtract_mean(std::span<double> x) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  for (double& value : x) value -= mean;
}

double inner(const Vector& x, const Vector& y) {
  return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

class Hierarchy {
 public:
  Hierarchy(const GraphLaplacian& laplacian, const CheckInterrupt& interrupt) {
    levels_.push_back({with_diagonal(laplacian), {}, {}, {}, {}, {}});
    double threshold = 0.08;
    while (levels_.back().matrix.row_count() > kCoarsest && levels_.size() < kMostLevels) {
      check(interrupt);
      Level& fine = levels_.back();
      fine.prolongation = smoothed_aggregation(fine.matrix, threshold);
      if (fine.prolongation.column_count > 0.8 * fine.matrix.row_count()) break;
      fine.restriction = transposed(fine.prolongation);
      check(interrupt);
      const SparseMatrix half = product(fine.matrix, fine.prolongation);
      check(interrupt);
      SparseMatrix coarse = product(fine.restriction, half);
      put_diagonal_first(coarse);
      threshold *= 0.5;
      levels_.push_back({std::move(coarse), {}, {}, {}, {}, {}});
    }
    for (Level& level : levels_) {
      const std::size_t size = level.matrix.row_count();
      level.x.resize(size);
      level.b.resize(size);
      level.residual.resize(size);
    }
    factorize_coarsest();
  }

  const SparseMatrix& matrix() const { return levels_.front().matrix; }

  /// x ≈ A⁻¹ b by one V-cycle: symmetric and positive definite off the constants.
  void apply(const Vector& b, Vector& x) {
    levels_.front().b = b;
    cycle(0);
    x = levels_.front().x;
    subtract_mean(x);
  }

 private:
  void factorize_coarsest() {
    const SparseMatrix& matrix = levels_.back().matrix;
    const Index size = matrix.row_count() - 1;  // the last unknown is grounded
    if (size > kLargestDense) {
      throw NumericalError(text("coarsening stopped at ", size, " unknowns"));
    }
    Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(size, size);
    for (Index i = 0; i < size; ++i) {
      for (Index at = matrix.row_begin[i]; at < matrix.row_begin[i + 1]; ++at) {
        if (matrix.columns[at] < size) dense(i, matrix.columns[at]) = matrix.values[at];
      }
    }
    coarsest_.compute(dense);
    if (coarsest_.info() != Eigen::Success) {
      throw NumericalError("the Newton system is singular on the coarsest level");
    }
  }

  void cycle(std::size_t depth) {
    Level& level = levels_[depth];
    if (depth + 1 == levels_.size()) {
      const Index size = level.matrix.row_count() - 1;
      Eigen::Map<Eigen::VectorXd>(level.x.data(), size) =
          coarsest_.solve(Eigen::Map<const Eigen::VectorXd>(level.b.data(), size));
      level.x.back() = 0.0;
      return;
    }
    smooth_from_zero(level);
    multiply(level.matrix, level.x, level.residual);
    for (std::size_t k = 0; k < level.b.size(); ++k) {
      level.residual[k] = level.b[k] - level.residual[k];
    }
    multiply(level.restriction, level.residual, levels_[depth + 1].b);
    cycle(depth + 1);
    multiply_add(level.prolongation, levels_[depth + 1].x, level.x);
    smooth_backward(level);
  }

  /// Gauss-Seidel from x = 0, in increasing order.
  static void smooth_from_zero(Level& level) {
    const SparseMatrix& a = level.matrix;
    for (Index i = 0; i < a.row_count(); ++i) {
      double rest = level.b[i];
      for (Index at = a.row_begin[i] + 1; at < a.row_begin[i + 1]; ++at) {
        const Index j = a.columns[at];
        if (j < i) rest -= a.values[at] * level.x[j];
      }
      level.x[i] = rest / a.values[a.row_begin[i]];
    }
  }

  /// Gauss-Seidel in decreasing order: the transpose of the above.
  static void smooth_backward(Level& level) {
    const SparseMatrix& a = level.matrix;
    for (Index i = a.row_count(); i-- > 0;) {
      double rest = level.b[i];
      for (Index at = a.row_begin[i] + 1; at < a.row_begin[i + 1]; ++at) {
        rest -= a.values[at] * level.x[a.columns[at]];
      }
      level.x[i] = rest / a.values[a.row_begin[i]];
    }
  }

  static constexpr Index kCoarsest = 200;
  static constexpr Index kLargestDense = 3000;
  static constexpr std::size_t kMostLevels = 30;

  std::vector<Level> levels_;
  Eigen::LLT<Eigen::MatrixXd> coarsest_;
};

}  // namespace

std::vector<double> Multigrid::solve(const GraphLaplacian& laplacian, std::span<const double> b,
                                     double tolerance, const CheckInterrupt& interrupt) {
  require_connected(laplacian);
  Hierarchy hierarchy(laplacian, interrupt);
  const std::size_t size = b.size();
  Vector x(size, 0.0), residual(b.begin(), b.end()), z(size), direction(size, 0.0), image(size);
  subtract_mean(residual);
  const double target = tolerance * tolerance * inner(residual, residual);
  double previous = 1.0;
  constexpr int kMostIterations = 200;
  for (int iteration = 0; inner(residual, residual) > target; ++iteration) {
    if (iteration == kMostIterations) {
      throw NumericalError(text("conjugate gradients did not converge in ", iteration, " steps"));
    }
    check(interrupt);
    hierarchy.apply(residual, z);
    const double current = inner(residual, z);
    const double keep = iteration == 0 ? 0.0 : current / previous;
    for (std::size_t k = 0; k < size; ++k) direction[k] = z[k] + keep * direction[k];
    multiply(hierarchy.matrix(), direction, image);
    const double curvature = inner(direction, image);
    if (!(curvature > 0.0)) {
      throw NumericalError("the Newton system is singular to working precision");
    }
    const double length = current / curvature;
    for (std::size_t k = 0; k < size; ++k) {
      x[k] += length * direction[k];
      residual[k] -= length * image[k];
    }
    previous = current;
  }
  subtract_mean(x);
  return x;
}

}  // namespace brenier
