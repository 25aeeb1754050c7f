// Moments of the cells, beside the waist: who needs them knows the plane.
#pragma once

#include <vector>

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// Mass and moments of each cell about a point of its own (its centroid, when it is not empty).
struct CellMoments {
  std::vector<double> masses;
  std::vector<Point> centroids;        // NaN where the cell is empty
  std::vector<double> second_moments;  // ∫ρ·|x - centroid|² over the cell
};

}  // namespace brenier
