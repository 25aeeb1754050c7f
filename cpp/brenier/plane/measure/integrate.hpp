// From segments to numbers: integrals over cells as sums over their segments (divergence theorem).
#pragma once

#include <span>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/density.hpp"
#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/measure/cell_moments.hpp"
#include "brenier/waist/cell_measures.hpp"

namespace brenier {

/// Masses of the cells of `diagram` under `density`, and its facets.
CellMeasures measure_cells(const CellBoundaries& diagram, std::span<const Point> sites,
                           const Density& density, int workers = 1,
                           const CheckInterrupt& interrupt = {});

/// Masses, centroids and second moments of the `site_count` cells.
CellMoments cell_moments(const CellBoundaries& diagram, Index site_count, const Density& density,
                         int workers = 1, const CheckInterrupt& interrupt = {});

}  // namespace brenier
