// Moments of the cells of space.
#pragma once

#include "brenier/cell_moments.hpp"
#include "brenier/space/diagram/cell_surfaces.hpp"
#include "brenier/space/measure/pyramid_moments.hpp"

namespace brenier::space {

using CellMoments = CellMomentsOf<Point>;

/// From the moments of whole cells about places near them.
CellMoments moments_about_centroids(std::span<const PyramidMoments> cells,
                                    std::span<const Point> origins, double density);

/// Of each cell under the uniform density on the domain, whose mass is 1.
CellMoments cell_moments(const CellSurfaces& surfaces, int workers = 1,
                         const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
