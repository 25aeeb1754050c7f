// Moments of the cells of the plane.
#pragma once

#include "brenier/cell_moments.hpp"
#include "brenier/plane/points/point.hpp"

namespace brenier {

using CellMoments = CellMomentsOf<Point>;

}  // namespace brenier
