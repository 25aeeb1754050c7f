#include "brenier/space/map/piecewise_affine_map.hpp"

#include <algorithm>

#include "brenier/error.hpp"
#include "brenier/space/points/spatial_order.hpp"
#include "brenier/text.hpp"

namespace brenier::space {

PiecewiseAffineMap::PiecewiseAffineMap(std::shared_ptr<const PowerDiagram> diagram,
                                       std::shared_ptr<const CentroidMesh> mesh,
                                       std::span<const char> is_singular)
    : diagram_(std::move(diagram)), mesh_(std::move(mesh)) {
  if (is_singular.size() != mesh_->edges().size()) {
    throw InvalidArgument(text("is_singular has ", is_singular.size(), " entries; expected ",
                               mesh_->edges().size(), ", one per edge"));
  }
  const Sides& sides = mesh_->sides();
  std::vector<char> has_singular;
  for (Index k = 0; k + 1 < static_cast<Index>(sides.begin.size()); ++k) {
    const std::span<const Index> edges = sides.set(k);
    has_singular.push_back(
        std::any_of(edges.begin(), edges.end(), [&](Index edge) { return is_singular[edge]; }));
  }
  for (const Index set : sides.set_of) is_singular_.push_back(has_singular[set]);
}

MeshPlaces PiecewiseAffineMap::places(std::span<const Point> points, bool across_singular,
                                      int workers, const CheckInterrupt& interrupt) const {
  return mesh_places(*diagram_, mesh_->cover(), is_singular_, points, across_singular, workers,
                     interrupt);
}

}  // namespace brenier::space
