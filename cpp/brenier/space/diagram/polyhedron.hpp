// A cell as a polyhedron.
#pragma once

#include <vector>

#include "brenier/space/diagram/cell_surfaces.hpp"

namespace brenier::space {

/// Faces are polygons of vertices, counter-clockwise as seen from outside, each with the site of
/// the cell behind it, or kNone where that is the domain's boundary.
struct Polyhedron {
  std::vector<Point> vertices;
  std::vector<std::vector<Index>> faces;
  std::vector<Index> neighbors;
};

/// The cell of a site, cut out of the domain by the planes between it and its neighbours; empty if
/// it has no volume. `neighbors` are the sites that share an edge with it (site_graph.hpp).
Polyhedron cell_polyhedron(const CellSurfaces& surfaces, Index site,
                           std::span<const Index> neighbors);

}  // namespace brenier::space
