// Graphs and vectors in single precision, as multigrid takes them.
#pragma once

#include <cmath>
#include <numeric>
#include <vector>

#include "brenier/linalg/block_laplacian.hpp"
#include "brenier/linalg/graph_laplacian.hpp"
#include "inputs/random.hpp"

namespace brenier::testing {

/// A Laplacian's rows in single precision, as multigrid takes them.
struct FloatRows {
  explicit FloatRows(const GraphLaplacian& l)
      : laplacian(l), conductances(l.conductances.begin(), l.conductances.end()) {}

  GraphRows view() const { return {laplacian.row_begin, laplacian.columns, conductances}; }

  const GraphLaplacian& laplacian;
  std::vector<float> conductances;
};

/// A wheel with a path around its hub, its conductances of all sizes: rows of one and of many
/// entries.
inline GraphLaplacian wheel(Index size, Random& random) {
  std::vector<Facet> facets;
  const std::vector<double> exponents = random.numbers(2 * size, -3, 3);
  for (Index k = 1; k < size; ++k) {
    facets.push_back({0, k, std::pow(10.0, exponents[k])});
    if (k > 1 && k % 5 != 0) facets.push_back({k - 1, k, std::pow(10.0, exponents[size + k])});
  }
  return mass_jacobian(size, facets);
}

inline std::vector<float> in_floats(const std::vector<double>& x) { return {x.begin(), x.end()}; }
inline std::vector<double> in_doubles(const std::vector<float>& x) { return {x.begin(), x.end()}; }
inline double inner(const std::vector<float>& x, const std::vector<float>& y) {
  return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

}  // namespace brenier::testing
