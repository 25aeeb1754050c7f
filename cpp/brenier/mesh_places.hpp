// Where points are in the mesh of a continuous map: of triangles in the plane, of tetrahedra in
// space.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "brenier/parallel.hpp"
#include "brenier/required_points.hpp"

namespace brenier {

/// Each point is the mean of the centroids of a simplex's sites with these shares, or belongs to
/// one site alone, which is then named as often, with shares 1, 0, … 0.
template <int kCorners>
struct MeshPlacesOf {
  std::vector<std::array<Index, kCorners>> sites;
  std::vector<std::array<double, kCorners>> shares;
  std::vector<char> is_singular;
};

/// Where points in the caller's coordinates are in the mesh over the cells of a diagram, and which
/// of them lie in singular simplices. Points there belong to the site of their cell alone unless
/// `across_singular`, and so do points beyond all simplices.
template <class Diagram, class Cover, class P = typename Cover::Point>
MeshPlacesOf<Cover::kCorners> mesh_places(const Diagram& diagram, const Cover& cover,
                                          std::span<const char> is_singular,
                                          std::span<const P> points, bool across_singular,
                                          int workers, const CheckInterrupt& interrupt) {
  const std::vector<P> local = diagram.source().similarity.to_local(required_points("x", points));
  const std::vector<Index> order = spatial_order(local, interrupt);
  MeshPlacesOf<Cover::kCorners> result;
  result.sites.resize(points.size());
  result.shares.resize(points.size());
  result.is_singular.resize(points.size());
  std::vector<char> is_constant(points.size(), 0);
  constexpr Index kBlock = 4096;
  const Index count = static_cast<Index>(points.size());
  const auto place_block = [&](Index block) {
    Index hint = 0;
    for (Index at = block * kBlock; at < std::min(count, (block + 1) * kBlock); ++at) {
      const Index p = order[at];
      const Index simplex = cover.containing(local[p], hint);
      if (simplex != kNone) {
        hint = simplex;
        result.is_singular[p] = is_singular[simplex];
      }
      is_constant[p] = simplex == kNone || (is_singular[simplex] && !across_singular);
      if (is_constant[p]) continue;
      result.sites[p] = sites_of(cover.simplices()[simplex]);
      result.shares[p] = barycentric(cover.corners(simplex), local[p]);
    }
  };
  parallel_for(workers, (count + kBlock - 1) / kBlock, place_block, interrupt);

  std::vector<Index> constant;
  std::vector<P> queries;
  for (Index p = 0; p < count; ++p) {
    if (!is_constant[p]) continue;
    constant.push_back(p);
    queries.push_back(points[p]);
  }
  if (queries.empty()) return result;
  const std::vector<Index> cells = diagram.locate(queries, workers, interrupt);
  for (std::size_t k = 0; k < constant.size(); ++k) {
    result.sites[constant[k]].fill(cells[k]);
    result.shares[constant[k]] = {1.0};
  }
  return result;
}

}  // namespace brenier
