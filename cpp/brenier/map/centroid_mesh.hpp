// The weighted Delaunay triangles with their vertices at the cells' centroids: what the continuous
// extension of the transport map is made of.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "brenier/map/map_edges.hpp"
#include "brenier/map/triangle_cover.hpp"
#include "brenier/plane/measure/power_diagram.hpp"

namespace brenier {

/// The mesh of centroids. It has the triangles of which at least two sides are edges of the map:
/// their three cells are connected in the source, if not by a common point then along the domain's
/// boundary. Those that come out folded, or lie over others, are left out: each place is covered
/// once at most.
class CentroidMesh {
 public:
  /// `sites` are those of the diagram, in the caller's coordinates.
  CentroidMesh(const PowerDiagram& diagram, std::span<const Point> sites,
               const CheckInterrupt& interrupt = {});

  Index site_count() const { return site_count_; }
  const std::vector<MapEdge>& edges() const { return edges_; }
  /// Vertices are sites; corners are in the source's local coordinates.
  const TriangleCover& cover() const { return *cover_; }
  /// The three sides of each triangle as numbers of edges, each opposite the vertex of the same
  /// place; kNone where the two cells have no facet with mass.
  const std::vector<std::array<Index, 3>>& edges_of_triangles() const {
    return edges_of_triangles_;
  }
  /// The vertices of the triangles that were left out because of folds.
  const std::vector<std::array<Index, 3>>& folded() const { return folded_; }

 private:
  Index site_count_;
  std::vector<MapEdge> edges_;
  std::vector<std::array<Index, 3>> edges_of_triangles_;
  std::vector<std::array<Index, 3>> folded_;
  std::optional<TriangleCover> cover_;
};

}  // namespace brenier
