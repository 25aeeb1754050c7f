// Moments of the cells, beside the waist: who needs them knows the space.
#pragma once

#include <vector>

#include "brenier/space/diagram/cell_surfaces.hpp"

namespace brenier::space {

/// Volume and moments of each cell.
struct CellMoments {
  std::vector<double> volumes;
  std::vector<Point> centroids;        // NaN where the cell is empty
  std::vector<double> second_moments;  // ∫|x - centroid|² over the cell
};

CellMoments cell_moments(const CellSurfaces& surfaces, int workers = 1,
                         const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
