// Giving cells that came out empty some mass, by raising the weights of their sites and no others.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "brenier/waist/cell_measures.hpp"

namespace brenier {

/// Raises hidden sites, one after the other, each until its cell has about the area wanted. A few
/// may stay hidden: those whose cells would appear outside of the domain, and those that lose their
/// cell to a later one again and again.
RegularTriangulation hidden_sites_raised(const RegularTriangulation& triangulation,
                                         const DomainIndex& domain,
                                         std::span<const double> wanted_areas,
                                         const CheckInterrupt& interrupt);

/// The weights of the triangulation with those of the underfilled sites raised, so that their cells
/// get about the masses wanted. `boundary` are the segments of the domain's boundary. Sites that
/// are hidden inside the domain are left to hidden_sites_raised.
std::vector<double> underfilled_sites_raised(const RegularTriangulation& triangulation,
                                             const DomainIndex& domain,
                                             std::span<const Segment> boundary,
                                             const CellMeasures& measures,
                                             std::span<const Index> underfilled,
                                             std::span<const double> wanted_masses,
                                             const CheckInterrupt& interrupt);

}  // namespace brenier
