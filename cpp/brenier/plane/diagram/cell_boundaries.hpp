// The boundaries of the power diagram's cells in the domain: a stream of directed segments, never a
// polygon.
#pragma once

#include <cstdint>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/diagram/boundary_owners.hpp"
#include "brenier/plane/domain/domain_index.hpp"
#include "brenier/plane/points/segment.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "brenier/uninitialized.hpp"

namespace brenier {

/// The segments that bound the cells inside the domain. Their ends are shared to the last bit, so
/// the segments of every cell close up, and integrals over the cells add up to the integral over
/// the domain whatever the rounding.
///
/// First come the facets (right ≠ kNone), a row per piece, then the boundary of the domain. The
/// order depends on the input alone. Segments are not stored but made when they are asked for, of
/// the diagram's vertices; only those that are cut by the domain's boundary, or lie on it, are
/// kept.
///
/// Keeps a view of the triangulation, which has to live as long.
class CellBoundaries {
 public:
  CellBoundaries(const RegularTriangulation& triangulation, const DomainIndex& domain,
                 int workers = 1, const CheckInterrupt& interrupt = {});

  /// Segments come in blocks of a few thousand, so that threads can share the work. The last one is
  /// the boundary of the domain.
  Index block_count() const { return static_cast<Index>(blocks_.size()); }
  /// The number of facets in the blocks before, which is the index of the first in this one.
  Index first_facet(Index block) const { return blocks_[block].first_facet; }
  Index facet_count() const { return blocks_.back().first_facet; }
  /// Can the block have a segment of one of the sites in [begin, end)?
  bool may_touch(Index block, Index begin, Index end) const {
    return blocks_[block].lowest_site < end && blocks_[block].highest_site >= begin;
  }

  /// Calls visit(Segment) for those of one block, in order.
  template <class Visit>
  void for_each_segment(Index block, Visit&& visit) const {
    for (const std::uint32_t code : blocks_[block].whole) {
      const TriangulationEdge edge = triangulation_->edge(code / 4, static_cast<int>(code % 4));
      visit(Segment{edge.i, edge.j, centers_[edge.right], centers_[edge.left]});
    }
    for (const Segment& s : blocks_[block].cut) visit(s);
  }
  /// The same for all of them.
  template <class Visit>
  void for_each_segment(Visit&& visit) const {
    for (Index block = 0; block < block_count(); ++block) for_each_segment(block, visit);
  }
  std::vector<Segment> segments() const;
  /// The boundary of the domain, in its order.
  const std::vector<Segment>& boundary() const { return blocks_.back().cut; }

 private:
  struct Block {
    Index first_facet = 0;
    Index lowest_site = 0;
    Index highest_site = 0;
    // Edges whose facet lies inside the domain from end to end: 4 t + k for the edge of triangle t
    // opposite its vertex k.
    std::vector<std::uint32_t> whole;
    std::vector<Segment> cut;
  };

  std::vector<Change> clip_facets(Block& block, Index first, Index last,
                                  const DomainIndex& domain) const;
  std::vector<Change> clip_facets_of_line(Block& block, const DomainIndex& domain) const;

  const RegularTriangulation* triangulation_;
  UninitializedVector<Point> centers_;  // of the triangles' power circles: the diagram's vertices
  std::vector<Block> blocks_;
};

}  // namespace brenier
