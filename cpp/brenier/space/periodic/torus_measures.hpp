// From surfaces on a torus to numbers.
#pragma once

#include "brenier/space/measure/cell_moments.hpp"
#include "brenier/space/periodic/torus_surfaces.hpp"
#include "brenier/waist/cell_measures.hpp"

namespace brenier::space {

/// Masses and facets of the cells under the uniform density on the torus, whose mass is 1. Two
/// cells that meet on several sides have several facets; between copies of one site no mass is
/// exchanged, so these are left out.
CellMeasures measure_cells(const TorusSurfaces& surfaces, int workers = 1,
                           const CheckInterrupt& interrupt = {});
/// Moments of whole cells around their sites.
CellMoments cell_moments(const TorusSurfaces& surfaces, int workers = 1,
                         const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
