// Moments of the cells, beside the waist: who needs them knows the space.
#pragma once

#include <vector>

#include "brenier/space/diagram/cell_surfaces.hpp"
#include "brenier/space/measure/pyramid_moments.hpp"

namespace brenier::space {

/// Mass and moments of each cell under the uniform density on the domain, whose mass is 1.
struct CellMoments {
  std::vector<double> masses;
  std::vector<Point> centroids;        // NaN where the cell is empty
  std::vector<double> second_moments;  // ∫ρ·|x - centroid|² over the cell
};

/// From the moments of whole cells about places near them.
CellMoments moments_about_centroids(std::span<const PyramidMoments> cells,
                                    std::span<const Point> origins, double density);

CellMoments cell_moments(const CellSurfaces& surfaces, int workers = 1,
                         const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
