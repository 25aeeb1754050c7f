// The continuous extension of the transport map: affine between the cells' centroids, but for where
// the potential has a crease that is too large to be smoothed out.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "brenier/space/map/centroid_mesh.hpp"

namespace brenier::space {

/// Where points are in the mesh: each is the mean of four sites' centroids with these shares, or
/// belongs to one site alone, which is then named four times, with shares 1, 0, 0 and 0.
struct MeshPlaces {
  std::vector<std::array<Index, 4>> sites;
  std::vector<std::array<double, 4>> shares;
  std::vector<char> is_singular;
};

/// On a regular tetrahedron of the mesh the affine map that takes its centroids to their sites;
/// everywhere else, which is on singular tetrahedra, near the domain's boundary and in folds, the
/// site of the cell. A tetrahedron is singular if an edge that connects its cells is.
class PiecewiseAffineMap {
 public:
  /// `is_singular` has an entry per edge of the mesh.
  PiecewiseAffineMap(std::shared_ptr<const PowerDiagram> diagram,
                     std::shared_ptr<const CentroidMesh> mesh, std::span<const char> is_singular);

  /// Where points in the caller's coordinates are in the mesh, and which of them lie in singular
  /// tetrahedra. Points there belong to the site of their cell alone unless `across_singular`, and
  /// so do points beyond all tetrahedra.
  MeshPlaces places(std::span<const Point> points, bool across_singular = false, int workers = 1,
                    const CheckInterrupt& interrupt = {}) const;

 private:
  std::shared_ptr<const PowerDiagram> diagram_;
  std::shared_ptr<const CentroidMesh> mesh_;
  std::vector<char> is_singular_;  // of each tetrahedron
};

}  // namespace brenier::space
