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
  const Eigen::Map<const Eigen::VectorXd> rhs(b.data(), size);
  Eigen::Map<Eigen::VectorXd>(x.data(), size - 1) =
      factors.solve((rhs.array() - rhs.mean()).matrix().head(size - 1));
  double mean = 0.0;
  for (const double value : x) mean += value / size;
  for (double& value : x) value -= mean;
  return x;
}

}  // namespace brenier
