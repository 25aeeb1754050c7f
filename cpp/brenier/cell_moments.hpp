// Moments of cells in the plane and in space, beside the waist: who needs them knows which.
#pragma once

#include <limits>
#include <vector>

#include "brenier/coordinates.hpp"

namespace brenier {

/// Mass and moments of each cell.
template <class Point>
struct CellMomentsOf {
  std::vector<double> masses;
  std::vector<Point> centroids;        // `nowhere` if the cell is empty
  std::vector<double> second_moments;  // ∫ρ·|x - centroid|² over the cell
};

/// All of whose coordinates are NaN.
template <class Point>
constexpr Point nowhere() {
  return along_axes<Point>([] { return std::numeric_limits<double>::quiet_NaN(); });
}

}  // namespace brenier
