#include "brenier/map/piecewise_affine_map.hpp"

#include <algorithm>

#include "brenier/error.hpp"
#include "brenier/parallel.hpp"
#include "brenier/plane/points/required_points.hpp"
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

Point PiecewiseAffineMap::image(Index triangle, Point x) const {
  const auto [at_i, at_j, at_k] = barycentric(mesh_->cover().corners(triangle), x);
  const auto& [i, j, k] = mesh_->cover().triangles()[triangle].vertices;
  return at_i * sites_[i] + at_j * sites_[j] + at_k * sites_[k];
}

Images PiecewiseAffineMap::operator()(std::span<const Point> points, bool across_singular,
                                      int workers, const CheckInterrupt& interrupt) const {
  const std::vector<Point> local =
      diagram_->source().similarity.to_local(required_points("x", points));
  const std::vector<Index> order = spatial_order(local, interrupt);
  Images result{std::vector<Point>(points.size()), std::vector<char>(points.size(), 0)};
  std::vector<char> is_constant(points.size(), 0);
  constexpr Index kBlock = 4096;
  const Index count = static_cast<Index>(points.size());
  const auto map_block = [&](Index block) {
    Index hint = 0;
    for (Index at = block * kBlock; at < std::min(count, (block + 1) * kBlock); ++at) {
      const Index p = order[at];
      const Index triangle = mesh_->cover().triangle_containing(local[p], hint);
      if (triangle != kNone) {
        hint = triangle;
        result.is_singular[p] = is_singular_[triangle];
      }
      is_constant[p] = triangle == kNone || (is_singular_[triangle] && !across_singular);
      if (!is_constant[p]) result.points[p] = image(triangle, local[p]);
    }
  };
  parallel_for(workers, (count + kBlock - 1) / kBlock, map_block, interrupt);

  std::vector<Index> constant;
  std::vector<Point> queries;
  for (Index p = 0; p < count; ++p) {
    if (!is_constant[p]) continue;
    constant.push_back(p);
    queries.push_back(points[p]);
  }
  if (queries.empty()) return result;
  const std::vector<Index> cells = diagram_->locate(queries, workers, interrupt);
  for (std::size_t k = 0; k < constant.size(); ++k) result.points[constant[k]] = sites_[cells[k]];
  return result;
}

}  // namespace brenier
