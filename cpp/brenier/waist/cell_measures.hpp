// The waist of the library: what the transport and the linear algebra know about a power diagram.
// Numbers only, in any dimension.
#pragma once

#include <vector>

#include "brenier/index.hpp"
#include "brenier/uninitialized.hpp"

namespace brenier {

/// A piece of the common boundary of cells i and j, and what it adds to -∂m_i/∂w_j [kitagawa2019].
struct Facet {
  Index i;
  Index j;
  double conductance;
};

/// The masses of the cells, and their facets: enough for the dual's gradient and its Hessian.
struct CellMeasures {
  std::vector<double> masses;  // of each site's cell; 0 if it is empty
  UninitializedVector<Facet> facets;
};

/// What the cells measure under a mixture of two densities, the second of which has the share
/// given.
CellMeasures blended(const CellMeasures& first, const CellMeasures& second, double share);

}  // namespace brenier
