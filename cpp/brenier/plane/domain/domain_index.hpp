// A polygon made ready for many questions: is this segment inside, which edges can this segment
// cross?
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "brenier/plane/domain/polygon.hpp"

namespace brenier {

/// Where the diagram's segment a → b crosses the domain's boundary.
struct Crossing {
  Index edge;    // of the polygon
  double t;      // along a → b, in [0, 1]
  double along;  // the edge, from its first vertex to its second, in [0, 1]
  Point point;
  bool enters;  // does a → b enter the domain here?
};

/// Search structures over a polygon. All answers on crossings are those of one exact configuration,
/// the domain moved by an infinitesimal vector (orientation.hpp), so they fit together.
class DomainIndex {
 public:
  explicit DomainIndex(Polygon polygon);

  const Polygon& polygon() const { return polygon_; }

  /// Half the width and the height of a rectangle around a point that surely lies inside; O(1). 0
  /// where the point is near the boundary, beyond it, or not finite.
  Point reach(Point x) const {
    const Point at = {(x.x - polygon_.box().low.x) * cells_per_length_.x,
                      (x.y - polygon_.box().low.y) * cells_per_length_.y};
    const Index column = bucket(at.x, kGridSize), row = bucket(at.y, kGridSize);
    const Index clearance = clearance_[row * kGridSize + column];
    if (clearance == 0) return {};
    const double right = at.x - column, up = at.y - row;
    const double cells = clearance - 1 + std::min({right, 1.0 - right, up, 1.0 - up});
    return {cells * length_per_cell_.x, cells * length_per_cell_.y};
  }
  bool contains(Point x) const;
  /// The crossings of the segment a → b, a ≠ b, in its direction.
  void crossings(Point a, Point b, std::vector<Crossing>& out) const;
  /// Calls visit(k) once for every edge of the polygon that comes into a box.
  template <class Visit>
  void for_each_edge_in(const Box& box, Visit&& visit) const {
    if (!box.overlaps(polygon_.box())) return;
    const Index first = slab_of(box.low.x), last = slab_of(box.high.x);
    for (Index slab = first; slab <= last; ++slab) {
      for (Index at = slab_begin_[slab]; at < slab_begin_[slab + 1]; ++at) {
        const Index k = slab_edges_[at];
        const BoundaryEdge e = polygon_.edge(k);
        // An edge in several of the slabs is looked at in the first of them only.
        if (slab != std::max(first, slab_of(std::min(e.p.x, e.q.x)))) continue;
        if (box.overlaps(box_of(e.p, e.q))) visit(k);
      }
    }
  }

 private:
  void mark_grid();
  void spread_clearance();
  void sort_edges_into_slabs();
  /// floor(value) as an index in [0, count), 0 if it is NaN.
  static Index bucket(double value, Index count) {
    const double last = count - 1;
    return static_cast<Index>(value > 0.0 ? (value < last ? value : last) : 0.0);
  }
  Index slab_of(double x) const {
    return bucket((x - polygon_.box().low.x) * slabs_per_length_, slab_count_);
  }
  Index column_of(double x) const {
    return bucket((x - polygon_.box().low.x) * cells_per_length_.x, kGridSize);
  }
  Index row_of(double y) const {
    return bucket((y - polygon_.box().low.y) * cells_per_length_.y, kGridSize);
  }

  static constexpr Index kGridSize = 256;

  Polygon polygon_;
  // A grid over the bounding box. All cells less than clearance columns and rows away from a cell
  // are wholly inside; a cell that is not inside itself has clearance 0, as have all at the rim.
  Point cells_per_length_;
  Point length_per_cell_;
  std::vector<std::uint8_t> clearance_;
  // Vertical slabs of equal width, each with the edges that it overlaps.
  Index slab_count_ = 0;
  double slabs_per_length_ = 0.0;
  std::vector<Index> slab_begin_;
  std::vector<Index> slab_edges_;
};

}  // namespace brenier
