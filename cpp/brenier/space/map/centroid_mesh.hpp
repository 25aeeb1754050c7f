// The weighted Delaunay tetrahedra with their vertices at the cells' centroids: what the continuous
// extension of the transport map is made of.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "brenier/space/map/sides.hpp"
#include "brenier/space/map/tetrahedron_cover.hpp"
#include "brenier/space/measure/power_diagram.hpp"

namespace brenier::space {

/// The mesh of centroids. It has the tetrahedra whose four cells are connected in the source by
/// facets that have mass: between these four, or, where more cells meet in one point, as in grids,
/// between those that do. Those that come out folded, or lie over others, are left out: each place
/// is covered once at most.
class CentroidMesh {
 public:
  explicit CentroidMesh(const PowerDiagram& diagram, int workers = 1,
                        const CheckInterrupt& interrupt = {});

  /// Pairs of sites whose cells have a common facet with mass, sorted, the lower index first.
  const std::vector<std::array<Index, 2>>& edges() const { return edges_; }
  /// Vertices are sites; corners are in the source's local coordinates.
  const TetrahedronCover& cover() const { return *cover_; }
  /// The edges that connect the cells of each tetrahedron: its own, or those of all that meet.
  const Sides& sides() const { return sides_; }
  /// The vertices of the tetrahedra that were left out because of folds.
  const std::vector<std::array<Index, 4>>& folded() const { return folded_; }

 private:
  std::vector<std::array<Index, 2>> edges_;
  Sides sides_;
  std::vector<std::array<Index, 4>> folded_;
  std::optional<TetrahedronCover> cover_;
};

}  // namespace brenier::space
