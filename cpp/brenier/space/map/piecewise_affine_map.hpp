// The continuous extension of the transport map: affine between the cells' centroids, but for where
// the potential has a crease that is too large to be smoothed out.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "brenier/mesh_places.hpp"
#include "brenier/space/map/centroid_mesh.hpp"

namespace brenier::space {

using MeshPlaces = MeshPlacesOf<4>;

/// On a regular tetrahedron of the mesh the affine map that takes its centroids to their sites;
/// everywhere else, which is on singular tetrahedra, near the domain's boundary and in folds, the
/// site of the cell. A tetrahedron is singular if an edge that connects its cells is.
class PiecewiseAffineMap {
 public:
  /// `is_singular` has an entry per edge of the mesh.
  PiecewiseAffineMap(std::shared_ptr<const PowerDiagram> diagram,
                     std::shared_ptr<const CentroidMesh> mesh, std::span<const char> is_singular);

  /// Where points in the caller's coordinates are in the mesh, and which of them lie in singular
  /// tetrahedra, as `mesh_places` has it.
  MeshPlaces places(std::span<const Point> points, bool across_singular = false, int workers = 1,
                    const CheckInterrupt& interrupt = {}) const;

 private:
  std::shared_ptr<const PowerDiagram> diagram_;
  std::shared_ptr<const CentroidMesh> mesh_;
  std::vector<char> is_singular_;  // of each tetrahedron
};

}  // namespace brenier::space
