#include "brenier/geometry/polygon.hpp"

#include <numeric>

#include "brenier/error.hpp"
#include "brenier/geometry/orientation.hpp"
#include "brenier/text.hpp"

namespace brenier {
namespace {

/// A vertex of the cleaned rings, and where it stood in what the caller gave.
struct Label {
  std::size_t ring;
  std::size_t vertex;

  friend std::ostream& operator<<(std::ostream& out, Label label) {
    return out << "vertex " << label.vertex << " of ring " << label.ring;
  }
};

/// The indices of the ring's vertices, but for those that repeat the one before.
std::vector<std::size_t> distinct_neighbors(const Ring& ring) {
  std::vector<std::size_t> kept;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    if (kept.empty() || !(ring[k] == ring[kept.back()])) kept.push_back(k);
  }
  while (kept.size() > 1 && ring[kept.front()] == ring[kept.back()]) kept.pop_back();
  return kept;
}

double signed_area(const Point* begin, const Point* end) {
  double twice = 0.0;
  const Point origin = *begin;
  for (const Point* p = begin + 1; p + 1 < end; ++p) twice += cross(p[0] - origin, p[1] - origin);
  return 0.5 * twice;
}

Box box_of(BoundaryEdge e) {
  Box box;
  box.add(e.p);
  box.add(e.q);
  return box;
}

/// Do the closed segments meet?
bool segments_meet(BoundaryEdge e, BoundaryEdge f) {
  const int fp = orientation(e.p, e.q, f.p), fq = orientation(e.p, e.q, f.q);
  const int ep = orientation(f.p, f.q, e.p), eq = orientation(f.p, f.q, e.q);
  if (fp == 0 && fq == 0) return box_of(e).overlaps(box_of(f));
  return fp * fq <= 0 && ep * eq <= 0;
}

/// Edges e and f share the vertex e.q = f.p: does f turn back onto e?
bool is_spike(BoundaryEdge e, BoundaryEdge f) {
  return orientation(e.p, e.q, f.q) == 0 && dot(e.q - e.p, f.q - f.p) < 0.0;
}

/// Raises unless the edges meet at common vertices only: a sweep over x finds the pairs to compare.
void require_simple(const Polygon& polygon, const std::vector<Index>& next,
                    const std::vector<Label>& labels) {
  const Index count = polygon.edge_count();
  std::vector<Box> boxes(count);
  for (Index k = 0; k < count; ++k) boxes[k] = box_of(polygon.edge(k));
  std::vector<Index> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](Index a, Index b) { return boxes[a].low.x < boxes[b].low.x; });
  for (Index at = 0; at < count; ++at) {
    const Index k = order[at];
    for (Index later = at + 1; later < count; ++later) {
      const Index m = order[later];
      if (boxes[m].low.x > boxes[k].high.x) break;
      if (!boxes[k].overlaps(boxes[m])) continue;
      const BoundaryEdge e = polygon.edge(k), f = polygon.edge(m);
      const bool clash = next[k] == m   ? is_spike(e, f)
                         : next[m] == k ? is_spike(f, e)
                                        : segments_meet(e, f);
      if (clash) {
        throw InvalidArgument(text("domain: the edges from ", labels[k], " and from ", labels[m],
                                   " to the next meet; expected a simple polygon"));
      }
    }
  }
}

}  // namespace

bool lies_above(BoundaryEdge e, Point x) {
  const bool spans = (e.p.x >= x.x) != (e.q.x >= x.x);
  return spans && left_of_domain_edge(e.p, e.q, x) == (e.p.x > e.q.x);
}

void require_finite(const std::vector<Ring>& rings) {
  for (std::size_t r = 0; r < rings.size(); ++r) {
    for (std::size_t k = 0; k < rings[r].size(); ++k) {
      const Point p = rings[r][k];
      if (std::abs(p.x) <= kLargestCoordinate && std::abs(p.y) <= kLargestCoordinate) continue;
      throw InvalidArgument(text("domain: ", Label{r, k}, " is ", p,
                                 "; expected finite coordinates of size 1e150 at most"));
    }
  }
}

Polygon::Polygon(const std::vector<Ring>& rings) {
  if (rings.empty()) throw InvalidArgument("domain: no ring; expected at least one");
  require_finite(rings);
  std::vector<Label> labels;
  ring_begin_.push_back(0);
  for (std::size_t r = 0; r < rings.size(); ++r) {
    const std::vector<std::size_t> kept = distinct_neighbors(rings[r]);
    if (kept.size() < 3) {
      throw InvalidArgument(text("domain: ring ", r, " has ", kept.size(),
                                 " distinct vertices; expected at least 3"));
    }
    const Index begin = edge_count();
    for (const std::size_t k : kept) {
      vertices_.push_back(rings[r][k]);
      labels.push_back({r, k});
      next_.push_back(edge_count());
    }
    next_.back() = begin;
    ring_begin_.push_back(edge_count());
  }
  require_simple(*this, next_, labels);
  orient_rings();
  measure();
}

void Polygon::orient_rings() {
  for (Index r = 0; r < ring_count(); ++r) {
    const Index begin = ring_begin_[r], end = ring_begin_[r + 1];
    const double area = signed_area(vertices_.data() + begin, vertices_.data() + end);
    if (!(std::abs(area) > 0.0 && std::isfinite(area))) {
      throw InvalidArgument(
          text("domain: ring ", r, " has area ", std::abs(area), "; expected a positive one"));
    }
    // Rings do not meet, so all of ring r lies inside or outside of each of the others.
    bool is_hole = false;
    for (Index s = 0; s < ring_count(); ++s) {
      if (s == r) continue;
      bool inside = false;
      for (Index k = ring_begin_[s]; k < ring_begin_[s + 1]; ++k) {
        if (lies_above(edge(k), vertices_[begin])) inside = !inside;
      }
      is_hole = is_hole != inside;
    }
    if ((area < 0.0) != is_hole) std::reverse(vertices_.begin() + begin, vertices_.begin() + end);
  }
}

void Polygon::measure() {
  for (const Point p : vertices_) box_.add(p);
  area_ = 0.0;
  for (Index r = 0; r < ring_count(); ++r) {
    area_ += signed_area(vertices_.data() + ring_begin_[r], vertices_.data() + ring_begin_[r + 1]);
  }
  is_convex_ = ring_count() == 1;
  for (Index k = 0; k < edge_count() && is_convex_; ++k) {
    is_convex_ = orientation(vertices_[k], vertices_[next_[k]], vertices_[next_[next_[k]]]) >= 0;
  }
}

bool Polygon::contains(Point x) const {
  bool inside = false;
  for (Index k = 0; k < edge_count(); ++k) {
    if (lies_above(edge(k), x)) inside = !inside;
  }
  return inside;
}

Polygon Polygon::moved(Point origin, double scale) const {
  Polygon result = *this;
  for (Point& p : result.vertices_) p = scale * (p - origin);
  result.box_ = Box{};
  result.measure();
  return result;
}

Polygon rectangle(const Box& box) {
  return Polygon({{box.low, {box.high.x, box.low.y}, box.high, {box.low.x, box.high.y}}});
}

}  // namespace brenier
