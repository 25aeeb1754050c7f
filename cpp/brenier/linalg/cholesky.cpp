#include "brenier/linalg/cholesky.hpp"

#include <Eigen/SparseCholesky>

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier {
namespace {

/// The lower triangle of L without its last row and column: x is fixed to 0 at the last site, which
/// makes the matrix definite.
Eigen::SparseMatrix<double> grounded(const GraphLaplacian& laplacian) {
  const Index size = laplacian.size() - 1;
  Eigen::SparseMatrix<double> matrix(size, size);
  matrix.reserve(laplacian.columns.size() / 2 + size);
  for (Index j = 0; j < size; ++j) {
    matrix.startVec(j);
    matrix.insertBack(j, j) = laplacian.diagonal(j);
    for (Index at = laplacian.row_begin[j]; at < laplacian.row_begin[j + 1]; ++at) {
      const Index i = laplacian.columns[at];
      if (i > j && i < size) matrix.insertBack(i, j) = -laplacian.conductances[at];
    }
  }
  matrix.finalize();
  return matrix;
}

/// One after the other: the order of Eigen's own sums depends on the processor that it is compiled
/// for.
void subtract_mean(std::span<double> x) {
  double sum = 0.0;
  for (const double value : x) sum += value;
  const double mean = sum / static_cast<double>(x.size());
  for (double& value : x) value -= mean;
}

}  // namespace

std::vector<double> Cholesky::solve(const GraphLaplacian& laplacian, std::span<const double> b,
                                    double /*tolerance*/, const CheckInterrupt& interrupt) {
  const Index size = laplacian.size();
  std::vector<double> x(size, 0.0);
  if (size < 2) return x;
  require_connected(laplacian);
  check(interrupt);
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> factors(grounded(laplacian));
  if (factors.info() != Eigen::Success || !(factors.vectorD().minCoeff() > 0.0)) {
    throw NumericalError(text("the Newton system of ", size, " sites is singular"));
  }
  check(interrupt);
  // The grounded row is not solved for: it would get all of a sum that rounding has left in b.
  std::vector<double> rhs(b.begin(), b.end());
  subtract_mean(rhs);
  using Vector = Eigen::VectorXd;
  Eigen::Map<Vector>(x.data(), size - 1) =
      factors.solve(Eigen::Map<const Vector>(rhs.data(), size - 1));
  subtract_mean(x);
  return x;
}

}  // namespace brenier
