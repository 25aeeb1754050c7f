// From surfaces to the numbers that Newton's method needs.
#pragma once

#include <array>
#include <vector>

#include "brenier/space/diagram/cell_surfaces.hpp"
#include "brenier/waist/cell_measures.hpp"

namespace brenier::space {

/// Masses and facets of the cells under the uniform density on the domain, whose mass is 1: by the
/// divergence theorem a cell's volume is the sum over its surface of area · height / 3 above any
/// place, and a facet's conductance is its density · area / (2 |y_i - y_j|).
CellMeasures measure_cells(const CellSurfaces& surfaces, int workers = 1,
                           const CheckInterrupt& interrupt = {});

/// The two cells of each facet.
std::vector<std::array<Index, 2>> pairs_of(const CellMeasures& measures);

}  // namespace brenier::space
