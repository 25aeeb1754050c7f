// What is true of every power diagram in space, whatever its sites, weights and domain.
#pragma once

#include <span>

#include "brenier/space/measure/power_diagram.hpp"

namespace brenier::fuzz {

/// What rounding may cost a mass, for sites and weights of which as many digits are left in the
/// domain's coordinates as there are between 1 and these; infinite if next to none.
double rounding_of_mass(const space::Source& source);

/// Masses, moments, facets and polyhedra are of one and the same partition of the domain.
void require_partition(const space::PowerDiagram& diagram, std::span<const space::Point> sites);

/// Each point lies in a cell whose site has the least power, up to rounding.
void require_location(const space::PowerDiagram& diagram, std::span<const space::Point> sites,
                      std::span<const double> weights, std::span<const space::Point> queries);

}  // namespace brenier::fuzz
