// A polygon made ready for many questions: is this box inside, which edges can this segment cross?
#pragma once

#include <vector>

#include "brenier/geometry/polygon.hpp"

namespace brenier {

/// Where the diagram's segment a → b crosses the domain's boundary.
struct Crossing {
  Index edge;  // of the polygon
  double t;    // along a → b, in [0, 1]
  Point point;
  bool enters;  // does a → b enter the domain here?
};

/// Search structures over a polygon. All answers on crossings are those of one exact configuration,
/// the domain moved by an infinitesimal vector (orientation.hpp), so they fit together.
class DomainIndex {
 public:
  explicit DomainIndex(Polygon polygon);

  const Polygon& polygon() const { return polygon_; }

  /// True only if the whole box is inside; O(1). False says nothing.
  bool surely_inside(const Box& box) const;
  bool contains(Point x) const;
  /// The crossings of the segment a → b, a ≠ b, in its direction.
  void crossings(Point a, Point b, std::vector<Crossing>& out) const;

 private:
  void mark_grid();
  void sort_edges_into_slabs();
  Index slab_of(double x) const;
  Index column_of(double x) const;
  Index row_of(double y) const;

  Polygon polygon_;
  // A grid over the bounding box; a table of sums over it counts the cells that are not inside.
  Index grid_size_ = 0;
  Point cells_per_length_;
  std::vector<Index> not_inside_sum_;
  // Vertical slabs of equal width, each with the edges that it overlaps.
  Index slab_count_ = 0;
  double slabs_per_length_ = 0.0;
  std::vector<Index> slab_begin_;
  std::vector<Index> slab_edges_;
};

}  // namespace brenier
