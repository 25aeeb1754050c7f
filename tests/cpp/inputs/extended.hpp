// Sites whose map is extended to a continuous one.
#pragma once

#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "brenier/map/piecewise_affine_map.hpp"
#include "inputs/domains.hpp"

namespace brenier::testing {

/// The Voronoi diagram of sites under a uniform source, the mesh of its centroids, and the map on
/// it.
struct Extended {
  std::vector<Point> sites;
  std::shared_ptr<const PowerDiagram> diagram;
  std::shared_ptr<const CentroidMesh> mesh;

  explicit Extended(std::vector<Point> y, const std::vector<Ring>& rings = square().rings)
      : sites(std::move(y)),
        diagram(std::make_shared<const PowerDiagram>(
            sites, std::vector<double>(sites.size(), 0.0),
            std::make_shared<const Source>(uniform_source(rings)))),
        mesh(std::make_shared<const CentroidMesh>(*diagram, sites)) {}

  PiecewiseAffineMap map(double max_jump = std::numeric_limits<double>::infinity()) const {
    std::vector<char> is_singular;
    for (const MapEdge& edge : mesh->edges()) is_singular.push_back(edge.jump > max_jump);
    return {diagram, mesh, sites, is_singular};
  }
};

}  // namespace brenier::testing
