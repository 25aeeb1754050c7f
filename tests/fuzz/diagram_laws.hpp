// Laws of power diagrams under any source, whatever the sites and the weights.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/measure/power_diagram.hpp"
#include "decoder.hpp"

namespace brenier::fuzz {

/// By how much the mass of a cell may be off: the density times what rounding moves the cell's
/// boundary. Infinite where that is no small number.
double rounding_of_mass(const SourceInput& input);

/// The diagram's own sites and weights, in the coordinates of the core.
struct LocalSites {
  std::vector<Point> points;
  std::vector<double> weights;
};

/// Aborts unless masses, moments, areas, polygons and facets are those of a partition of the
/// source, and agree with each other. `sites` are the caller's.
void require_partition(const PowerDiagram& diagram, std::span<const Point> sites,
                       const SourceInput& input);

/// Aborts unless each of the queries, in the caller's coordinates, is given to a site of least
/// power, by CGAL's exact predicates.
void require_location(const PowerDiagram& diagram, const LocalSites& sites,
                      std::span<const Point> queries);

/// Aborts unless the cells have the areas that rational arithmetic gives; for few sites. `weights`
/// are the caller's: of several sites at one place they say which has the cell.
void require_exact_areas(const PowerDiagram& diagram, const LocalSites& sites,
                         std::span<const double> weights, const SourceInput& input);

}  // namespace brenier::fuzz
