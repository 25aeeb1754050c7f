// From what copies measure in the box to what their sites measure on the torus.
#pragma once

#include "brenier/plane/measure/cell_moments.hpp"
#include "brenier/plane/points/site_copies.hpp"
#include "brenier/waist/cell_measures.hpp"

namespace brenier {

/// The pieces of a cell in the box belong to copies of its site: their masses add up. Facets become
/// those of the sites; between copies of one site no mass is exchanged, so these are left out.
CellMeasures folded(CellMeasures of_copies, const SiteCopies& copies);

/// Moments of whole cells: `centroids` are those of the cells around the sites themselves, which
/// may reach beyond the box.
CellMoments folded(const CellMoments& of_copies, const SiteCopies& copies);

}  // namespace brenier
