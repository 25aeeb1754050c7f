#include "brenier/plane/diagram/cell_boundaries.hpp"

#include <array>
#include <limits>

#include "brenier/parallel.hpp"
#include "brenier/plane/diagram/facet_clipper.hpp"
#include "brenier/plane/triangulation/power_center.hpp"

namespace brenier {
namespace {

constexpr Index kBlock = 1024;  // triangles

UninitializedVector<Point> power_centers(const RegularTriangulation& triangulation, int workers,
                                         const CheckInterrupt& interrupt) {
  const auto site = [&](Index k) {
    return WeightedPoint{triangulation.sites()[k], triangulation.weights()[k]};
  };
  const std::vector<Triangle>& triangles = triangulation.triangles();
  const Index count = static_cast<Index>(triangles.size());
  UninitializedVector<Point> result(count);
  const auto of_block = [&](Index block) {
    const Index end = std::min(count, (block + 1) * kBlock);
    for (Index t = block * kBlock; t < end; ++t) {
      const auto& [a, b, c] = triangles[t].vertices;
      result[t] = power_center(site(a), site(b), site(c));
    }
  };
  parallel_for(workers, (count + kBlock - 1) / kBlock, of_block, interrupt);
  return result;
}

}  // namespace

CellBoundaries::CellBoundaries(const RegularTriangulation& triangulation, const DomainIndex& domain,
                               int workers, const CheckInterrupt& interrupt)
    : triangulation_(&triangulation), centers_(power_centers(triangulation, workers, interrupt)) {
  const Index count = static_cast<Index>(centers_.size());
  const Index facet_blocks = count > 0 ? (count + kBlock - 1) / kBlock : 1;
  blocks_.resize(facet_blocks + 1);
  std::vector<std::vector<Change>> changes(facet_blocks);
  const auto clip_block = [&](Index k) {
    changes[k] =
        count > 0 ? clip_facets(blocks_[k], k * kBlock, std::min(count, (k + 1) * kBlock), domain)
                  : clip_facets_of_line(blocks_[k], domain);
  };
  parallel_for(workers, facet_blocks, clip_block, interrupt);

  std::vector<Change> all_changes;
  for (Index k = 0; k < facet_blocks; ++k) {
    all_changes.insert(all_changes.end(), changes[k].begin(), changes[k].end());
    blocks_[k + 1].first_facet = blocks_[k].first_facet +
                                 static_cast<Index>(blocks_[k].whole.size()) +
                                 static_cast<Index>(blocks_[k].cut.size());
  }
  blocks_.back().highest_site = static_cast<Index>(triangulation.sites().size()) - 1;
  blocks_.back().cut = boundary_segments(triangulation, domain.polygon(), std::move(all_changes));
}

/// The facets dual to the edges of triangles [first, last) that for_each_edge visits from there.
std::vector<Change> CellBoundaries::clip_facets(Block& block, Index first, Index last,
                                                const DomainIndex& domain) const {
  FacetClipper clipper(*triangulation_, domain);
  std::array<std::uint32_t, 3 * kBlock> whole, to_cut;
  std::size_t whole_count = 0, to_cut_count = 0;
  block.lowest_site = std::numeric_limits<Index>::max();
  for (Index t = first; t < last; ++t) {
    const Triangle& triangle = triangulation_->triangles()[t];
    for (const Index site : triangle.vertices) {
      block.lowest_site = std::min(block.lowest_site, site);
      block.highest_site = std::max(block.highest_site, site);
    }
    const Point left = centers_[t];
    const Point reach = domain.reach(left);
    for (int k = 0; k < 3; ++k) {
      // Whose edge it is no processor can foresee, so no branch depends on that alone: where it is
      // not ours, or has nothing on its right, the facet is a point.
      const Index other = triangle.neighbors[k];
      const bool has_right = static_cast<std::uint32_t>(other) < static_cast<std::uint32_t>(t);
      const Point right = centers_[t + static_cast<Index>(has_right) * (other - t)];
      const Point along{std::abs(right.x - left.x), std::abs(right.y - left.y)};
      const bool inside = (along.x < reach.x) & (along.y < reach.y);
      const std::uint32_t code = 4u * static_cast<std::uint32_t>(t) + static_cast<std::uint32_t>(k);
      whole[whole_count] = code;
      whole_count += inside & (along.x + along.y > 0.0);
      to_cut[to_cut_count] = code;
      to_cut_count += (other < t) & !(has_right & inside);
    }
  }
  for (std::size_t k = 0; k < to_cut_count; ++k) {
    const TriangulationEdge edge = triangulation_->edge(to_cut[k] / 4, to_cut[k] % 4);
    clipper.clip(edge, centers_[std::max(edge.right, 0)], centers_[edge.left]);
  }
  block.whole.assign(whole.begin(), whole.begin() + whole_count);
  block.cut = clipper.take_segments();
  return clipper.take_changes();
}

/// The facets between sites on one line, which form no triangle.
std::vector<Change> CellBoundaries::clip_facets_of_line(Block& block,
                                                        const DomainIndex& domain) const {
  FacetClipper clipper(*triangulation_, domain);
  triangulation_->for_each_edge(
      [&](const TriangulationEdge& edge) { clipper.clip(edge, Point{}, Point{}); });
  block.highest_site = static_cast<Index>(triangulation_->sites().size()) - 1;
  block.cut = clipper.take_segments();
  return clipper.take_changes();
}

std::vector<Segment> CellBoundaries::segments() const {
  std::vector<Segment> result;
  result.reserve(facet_count() + blocks_.back().cut.size());
  for_each_segment([&](const Segment& s) { result.push_back(s); });
  return result;
}

}  // namespace brenier
