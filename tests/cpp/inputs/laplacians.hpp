// Laplacians of diagrams, and vectors, for the tests of the linear algebra.
#pragma once

#include <cmath>
#include <numeric>
#include <vector>

#include "brenier/linalg/graph_laplacian.hpp"
#include "brenier/plane/density/uniform.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/points/spatial_order.hpp"
#include "inputs/domains.hpp"

namespace brenier::testing {

/// The Hessian of a Voronoi diagram of the unit square.
inline GraphLaplacian laplacian_of(const std::vector<Point>& points) {
  std::vector<Point> sites;
  for (const Index k : spatial_order(points)) sites.push_back(points[k]);
  const Uniform density{Polygon(square().rings)};
  const RegularTriangulation triangulation(sites, std::vector<double>(sites.size(), 0.0));
  const CellBoundaries boundaries(triangulation, density.domain());
  return mass_jacobian(static_cast<Index>(sites.size()),
                       measure_cells(boundaries, sites, density).facets);
}

inline std::vector<double> image(const GraphLaplacian& l, const std::vector<double>& x) {
  std::vector<double> result(x.size(), 0.0);
  for (Index i = 0; i < l.size(); ++i) {
    for (Index at = l.row_begin[i]; at < l.row_begin[i + 1]; ++at) {
      result[i] += l.conductances[at] * (x[i] - x[l.columns[at]]);
    }
  }
  return result;
}

inline double length(const std::vector<double>& x) {
  return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0));
}

inline double distance(std::vector<double> x, const std::vector<double>& y) {
  for (std::size_t k = 0; k < x.size(); ++k) x[k] -= y[k];
  return length(x);
}

inline std::vector<double> without_mean(std::vector<double> x) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  for (double& value : x) value -= mean;
  return x;
}

}  // namespace brenier::testing
