// The slow way around a torus: the nine copies of each site, as sites of the plane.
#pragma once

#include <numeric>
#include <span>
#include <vector>

#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/points/torus.hpp"

namespace brenier::testing {

/// Masses of cells on the torus of a density's box, as sums over the copies of each site.
inline std::vector<double> masses_of_all_copies(std::span<const Point> sites,
                                                std::span<const double> weights, const Torus& torus,
                                                const Density& density) {
  std::vector<Point> points;
  std::vector<double> all_weights;
  for (const Index x : {-1, 0, 1}) {
    for (const Index y : {-1, 0, 1}) {
      for (std::size_t k = 0; k < sites.size(); ++k) {
        points.push_back(torus.shifted(sites[k], {x, y}));
        all_weights.push_back(weights[k]);
      }
    }
  }
  const RegularTriangulation triangulation(points, all_weights);
  const CellBoundaries boundaries(triangulation, domain_of(density));
  const std::vector<double> of_copies = measure_cells(boundaries, points, density).masses;
  std::vector<double> result(sites.size(), 0.0);
  for (std::size_t k = 0; k < of_copies.size(); ++k) result[k % sites.size()] += of_copies[k];
  return result;
}

}  // namespace brenier::testing
