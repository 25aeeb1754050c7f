#include "brenier/map/piecewise_affine_map.hpp"

#include <algorithm>

#include "brenier/error.hpp"
#include "brenier/map/blend.hpp"
#include "brenier/parallel.hpp"
#include "brenier/plane/points/spatial_order.hpp"
#include "brenier/required_points.hpp"
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
  const std::vector<Point> local =
      diagram_->source().similarity.to_local(required_points("x", points));
  const std::vector<Index> order = spatial_order(local, interrupt);
  MeshPlaces result{std::vector<std::array<Index, 3>>(points.size()),
                    std::vector<std::array<double, 3>>(points.size()),
                    std::vector<char>(points.size(), 0)};
  std::vector<char> is_constant(points.size(), 0);
  constexpr Index kBlock = 4096;
  const Index count = static_cast<Index>(points.size());
  const TriangleCover& cover = mesh_->cover();
  const auto place_block = [&](Index block) {
    Index hint = 0;
    for (Index at = block * kBlock; at < std::min(count, (block + 1) * kBlock); ++at) {
      const Index p = order[at];
      const Index triangle = cover.triangle_containing(local[p], hint);
      if (triangle != kNone) {
        hint = triangle;
        result.is_singular[p] = is_singular_[triangle];
      }
      is_constant[p] = triangle == kNone || (is_singular_[triangle] && !across_singular);
      if (is_constant[p]) continue;
      result.sites[p] = cover.triangles()[triangle].vertices;
      result.shares[p] = barycentric(cover.corners(triangle), local[p]);
    }
  };
  parallel_for(workers, (count + kBlock - 1) / kBlock, place_block, interrupt);

  std::vector<Index> constant;
  std::vector<Point> queries;
  for (Index p = 0; p < count; ++p) {
    if (!is_constant[p]) continue;
    constant.push_back(p);
    queries.push_back(points[p]);
  }
  if (queries.empty()) return result;
  const std::vector<Index> cells = diagram_->locate(queries, workers, interrupt);
  for (std::size_t k = 0; k < constant.size(); ++k) {
    result.sites[constant[k]] = {cells[k], cells[k], cells[k]};
    result.shares[constant[k]] = {1.0, 0.0, 0.0};
  }
  return result;
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
