// Giving cells that came out empty some mass, by raising the weights of their sites and no others.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "brenier/waist/cell_measures.hpp"

namespace brenier {

/// Is one of the cells empty although it has some area? It lies where the density is 0, and no
/// small raise of its site's weight will give it mass.
bool any_is_where_density_is_zero(const CellMeasures& measures, std::span<const Index> cells);

/// ∂m_i/∂w_i of each site.
std::vector<double> mass_rates(const CellMeasures& measures);

/// The weight of a cell that has some mass raised, until it has about the mass wanted: √m is linear
/// in the weight.
double raised_weight(double weight, double mass, double rate, double wanted);

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
