#include "brenier/map/piecewise_affine_map.hpp"

#include <algorithm>

#include "brenier/error.hpp"
#include "brenier/map/blend.hpp"
#include "brenier/plane/points/spatial_order.hpp"
#include "brenier/text.hpp"

namespace brenier {

PiecewiseAffineMap::PiecewiseAffineMap(std::shared_ptr<const PowerDiagram> diagram,
                                       std::shared_ptr<const CentroidMesh> mesh,
                                       std::span<const Point> sites,
                                       std::span<const char> is_singular)
    : diagram_(std::move(diagram)), mesh_(std::move(mesh)), sites_(sites.begin(), sites.end()) {
  if (is_singular.size() != mesh_->edges().size()) {
    throw InvalidArgument(text("is_singular has ", is_singular.size(), " entries; expected ",
                               mesh_->edges().size(), ", one per edge"));
  }
  for (const auto& edges : mesh_->edges_of_triangles()) {
    is_singular_.push_back(std::any_of(edges.begin(), edges.end(), [&](Index edge) {
      return edge != kNone && is_singular[edge];
    }));
  }
}

MeshPlaces PiecewiseAffineMap::places(std::span<const Point> points, bool across_singular,
                                      int workers, const CheckInterrupt& interrupt) const {
  return mesh_places(*diagram_, mesh_->cover(), is_singular_, points, across_singular, workers,
                     interrupt);
}

Images PiecewiseAffineMap::operator()(std::span<const Point> points, bool across_singular,
                                      int workers, const CheckInterrupt& interrupt) const {
  static_assert(sizeof(Point) == 2 * sizeof(double));
  MeshPlaces where = places(points, across_singular, workers, interrupt);
  Images result{std::vector<Point>(points.size()), std::move(where.is_singular)};
  const Rows<const double> sites{reinterpret_cast<const double*>(sites_.data()),
                                 static_cast<Index>(sites_.size()), 2};
  const Rows<double> images{reinterpret_cast<double*>(result.points.data()),
                            static_cast<Index>(points.size()), 2};
  const Index count = static_cast<Index>(points.size());
  if (count == 0) return result;  // then there are no first three numbers to point at
  blend<double>({{where.sites.front().data(), count, 3}, {where.shares.front().data(), count, 3}},
                sites, std::nullopt, images, workers, interrupt);
  return result;
}

}  // namespace brenier
