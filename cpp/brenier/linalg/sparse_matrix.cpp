#include "brenier/linalg/sparse_matrix.hpp"

namespace brenier {

SparseMatrix with_diagonal(const GraphLaplacian& laplacian) {
  SparseMatrix result;
  result.column_count = laplacian.size();
  result.columns.reserve(laplacian.columns.size() + laplacian.size());
  result.values.reserve(laplacian.columns.size() + laplacian.size());
  for (Index i = 0; i < laplacian.size(); ++i) {
    result.columns.push_back(i);
    result.values.push_back(laplacian.diagonal(i));
    for (Index at = laplacian.row_begin[i]; at < laplacian.row_begin[i + 1]; ++at) {
      result.columns.push_back(laplacian.columns[at]);
      result.values.push_back(-laplacian.conductances[at]);
    }
    result.row_begin.push_back(static_cast<Index>(result.columns.size()));
  }
  return result;
}

SparseMatrix product(const SparseMatrix& a, const SparseMatrix& b) {
  SparseMatrix result;
  result.column_count = b.column_count;
  result.row_begin.reserve(a.row_begin.size());
  // Where in the result each column of the current row stands; entries of earlier rows lie below.
  std::vector<Index> place(b.column_count, kNone);
  for (Index i = 0; i < a.row_count(); ++i) {
    const Index begin = result.row_begin.back();
    for (Index at = a.row_begin[i]; at < a.row_begin[i + 1]; ++at) {
      const Index k = a.columns[at];
      const double factor = a.values[at];
      for (Index bt = b.row_begin[k]; bt < b.row_begin[k + 1]; ++bt) {
        const Index j = b.columns[bt];
        if (place[j] < begin) {
          place[j] = static_cast<Index>(result.columns.size());
          result.columns.push_back(j);
          result.values.push_back(factor * b.values[bt]);
        } else {
          result.values[place[j]] += factor * b.values[bt];
        }
      }
    }
    result.row_begin.push_back(static_cast<Index>(result.columns.size()));
  }
  return result;
}

SparseMatrix transposed(const SparseMatrix& a) {
  SparseMatrix result;
  result.column_count = a.row_count();
  result.row_begin.assign(a.column_count + 1, 0);
  for (const Index j : a.columns) ++result.row_begin[j + 1];
  for (Index j = 0; j < a.column_count; ++j) result.row_begin[j + 1] += result.row_begin[j];
  result.columns.resize(a.columns.size());
  result.values.resize(a.values.size());
  std::vector<Index> place(result.row_begin.begin(), result.row_begin.end() - 1);
  for (Index i = 0; i < a.row_count(); ++i) {
    for (Index at = a.row_begin[i]; at < a.row_begin[i + 1]; ++at) {
      const Index to = place[a.columns[at]]++;
      result.columns[to] = i;
      result.values[to] = a.values[at];
    }
  }
  return result;
}

void multiply(const SparseMatrix& a, std::span<const double> x, std::span<double> y) {
  for (Index i = 0; i < a.row_count(); ++i) {
    double sum = 0.0;
    for (Index at = a.row_begin[i]; at < a.row_begin[i + 1]; ++at) {
      sum += a.values[at] * x[a.columns[at]];
    }
    y[i] = sum;
  }
}

void multiply_add(const SparseMatrix& a, std::span<const double> x, std::span<double> y) {
  for (Index i = 0; i < a.row_count(); ++i) {
    double sum = 0.0;
    for (Index at = a.row_begin[i]; at < a.row_begin[i + 1]; ++at) {
      sum += a.values[at] * x[a.columns[at]];
    }
    y[i] += sum;
  }
}

}  // namespace brenier
