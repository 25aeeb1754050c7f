#include "brenier/space/map/piecewise_affine_map.hpp"

#include <algorithm>

#include "brenier/error.hpp"
#include "brenier/parallel.hpp"
#include "brenier/required_points.hpp"
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
  const std::vector<Point> local =
      diagram_->source().similarity.to_local(required_points("x", points));
  const std::vector<Index> order = spatial_order(local, interrupt);
  MeshPlaces result{std::vector<std::array<Index, 4>>(points.size()),
                    std::vector<std::array<double, 4>>(points.size()),
                    std::vector<char>(points.size(), 0)};
  std::vector<char> is_constant(points.size(), 0);
  constexpr Index kBlock = 4096;
  const Index count = static_cast<Index>(points.size());
  const TetrahedronCover& cover = mesh_->cover();
  const auto place_block = [&](Index block) {
    Index hint = 0;
    for (Index at = block * kBlock; at < std::min(count, (block + 1) * kBlock); ++at) {
      const Index p = order[at];
      const Index tetrahedron = cover.tetrahedron_containing(local[p], hint);
      if (tetrahedron != kNone) {
        hint = tetrahedron;
        result.is_singular[p] = is_singular_[tetrahedron];
      }
      is_constant[p] = tetrahedron == kNone || (is_singular_[tetrahedron] && !across_singular);
      if (is_constant[p]) continue;
      result.sites[p] = cover.tetrahedra()[tetrahedron].sites;
      result.shares[p] = barycentric(cover.corners(tetrahedron), local[p]);
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
    result.sites[constant[k]].fill(cells[k]);
    result.shares[constant[k]] = {1.0, 0.0, 0.0, 0.0};
  }
  return result;
}

}  // namespace brenier::space
