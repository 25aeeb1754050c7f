// The continuous extension of the transport map: affine between the cells' centroids, but for where
// the potential has a crease that is too large to be smoothed out.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "brenier/map/centroid_mesh.hpp"
#include "brenier/mesh_places.hpp"

namespace brenier {

using MeshPlaces = MeshPlacesOf<3>;

/// What the map does to points.
struct Images {
  std::vector<Point> points;
  std::vector<char> is_singular;
};

/// On a regular triangle of the mesh the affine map that takes its centroids to their sites;
/// everywhere else, which is on singular triangles, near the domain's boundary and in folds, the
/// site of the cell. A triangle is singular if one of its edges is.
class PiecewiseAffineMap {
 public:
  /// `is_singular` has an entry per edge of the mesh.
  PiecewiseAffineMap(std::shared_ptr<const PowerDiagram> diagram,
                     std::shared_ptr<const CentroidMesh> mesh, std::span<const Point> sites,
                     std::span<const char> is_singular);

  /// Where points in the caller's coordinates are in the mesh, and which of them lie in singular
  /// triangles, as `mesh_places` has it.
  MeshPlaces places(std::span<const Point> points, bool across_singular = false, int workers = 1,
                    const CheckInterrupt& interrupt = {}) const;

  /// The images of such points: what lies between centroids goes to what lies between their sites.
  Images operator()(std::span<const Point> points, bool across_singular = false, int workers = 1,
                    const CheckInterrupt& interrupt = {}) const;

 private:
  std::shared_ptr<const PowerDiagram> diagram_;
  std::shared_ptr<const CentroidMesh> mesh_;
  std::vector<Point> sites_;
  std::vector<char> is_singular_;  // of each triangle
};

}  // namespace brenier
