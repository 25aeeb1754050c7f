// The weighted Delaunay triangles with their vertices at the cells' centroids: what the continuous
// extension of the transport map is made of.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "brenier/geometry/triangle_cover.hpp"
#include "brenier/measure/measured_diagram.hpp"
#include "brenier/transport/creases.hpp"

namespace brenier {

/// The mesh of centroids. It has the triangles in which at least two edges are creases: their three
/// cells are connected in the source, if not by a common point then along the domain's boundary. Those
/// that come out folded, or lie over others, are left out: each place is covered once at most.
class CentroidMesh {
 public:
  /// `sites` are those of the diagram, in the caller's coordinates.
  CentroidMesh(const MeasuredDiagram& diagram, std::span<const Point> sites,
               const CheckInterrupt& interrupt = {});

  Index site_count() const { return site_count_; }
  const std::vector<Crease>& creases() const { return creases_; }
  /// Vertices are sites; corners are in the source's local coordinates.
  const TriangleCover& cover() const { return *cover_; }
  /// The three edges of each triangle as numbers of creases, each opposite the vertex of the same place;
  /// kNone where the two cells have no facet with mass.
  const std::vector<std::array<Index, 3>>& creases_of_triangles() const {
    return creases_of_triangles_;
  }
  /// The vertices of the triangles that were left out because of folds.
  const std::vector<std::array<Index, 3>>& folded() const { return folded_; }

 private:
  Index site_count_;
  std::vector<Crease> creases_;
  std::vector<std::array<Index, 3>> creases_of_triangles_;
  std::vector<std::array<Index, 3>> folded_;
  std::optional<TriangleCover> cover_;
};

}  // namespace brenier
