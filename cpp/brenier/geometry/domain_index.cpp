#include "brenier/geometry/domain_index.hpp"

#include "brenier/geometry/orientation.hpp"

namespace brenier {
namespace {

constexpr Index kGridSize = 256;
constexpr Index kMaxSlabs = 4096;

/// floor(value) as an index in [0, count).
Index bucket(double value, Index count) {
  return static_cast<Index>(std::clamp(value, 0.0, static_cast<double>(count - 1)));
}

}  // namespace

DomainIndex::DomainIndex(Polygon polygon) : polygon_(std::move(polygon)) {
  const Box& box = polygon_.box();
  grid_size_ = kGridSize;
  cells_per_length_ = {grid_size_ / box.width(), grid_size_ / box.height()};
  slab_count_ = std::clamp<Index>(polygon_.edge_count(), 1, kMaxSlabs);
  slabs_per_length_ = slab_count_ / box.width();
  sort_edges_into_slabs();
  mark_grid();
}

Index DomainIndex::slab_of(double x) const {
  return bucket((x - polygon_.box().low.x) * slabs_per_length_, slab_count_);
}
Index DomainIndex::column_of(double x) const {
  return bucket((x - polygon_.box().low.x) * cells_per_length_.x, grid_size_);
}
Index DomainIndex::row_of(double y) const {
  return bucket((y - polygon_.box().low.y) * cells_per_length_.y, grid_size_);
}

void DomainIndex::sort_edges_into_slabs() {
  // slab_of is monotone, so an edge lies in the slabs between those of its ends.
  const auto range = [&](Index k) {
    const BoundaryEdge e = polygon_.edge(k);
    return std::pair{slab_of(std::min(e.p.x, e.q.x)), slab_of(std::max(e.p.x, e.q.x))};
  };
  slab_begin_.assign(slab_count_ + 1, 0);
  for (Index k = 0; k < polygon_.edge_count(); ++k) {
    const auto [first, last] = range(k);
    for (Index s = first; s <= last; ++s) ++slab_begin_[s + 1];
  }
  for (Index s = 0; s < slab_count_; ++s) slab_begin_[s + 1] += slab_begin_[s];
  slab_edges_.resize(slab_begin_.back());
  std::vector<Index> at(slab_begin_.begin(), slab_begin_.end() - 1);
  for (Index k = 0; k < polygon_.edge_count(); ++k) {
    const auto [first, last] = range(k);
    for (Index s = first; s <= last; ++s) slab_edges_[at[s]++] = k;
  }
}

void DomainIndex::mark_grid() {
  const Index size = grid_size_;
  const Point low = polygon_.box().low;
  std::vector<char> touched(static_cast<std::size_t>(size) * size, 0);
  for (Index k = 0; k < polygon_.edge_count(); ++k) {
    const BoundaryEdge e = polygon_.edge(k);
    const Point left = e.p.x <= e.q.x ? e.p : e.q, right = e.p.x <= e.q.x ? e.q : e.p;
    const auto height_at = [&](double x) {
      if (right.x == left.x) return left.y;
      const double t = std::clamp((x - left.x) / (right.x - left.x), 0.0, 1.0);
      return left.y + t * (right.y - left.y);
    };
    // One cell more on every side takes care of rounding.
    const Index first = std::max(column_of(left.x) - 1, 0);
    const Index last = std::min(column_of(right.x) + 1, size - 1);
    for (Index column = first; column <= last; ++column) {
      double y0 = height_at(low.x + (column - 1) / cells_per_length_.x);
      double y1 = height_at(low.x + (column + 2) / cells_per_length_.x);
      if (right.x == left.x) y0 = left.y, y1 = right.y;
      const Index bottom = std::max(row_of(std::min(y0, y1)) - 1, 0);
      const Index top = std::min(row_of(std::max(y0, y1)) + 1, size - 1);
      for (Index row = bottom; row <= top; ++row) touched[row * size + column] = 1;
    }
  }
  // A cell that no edge touches is all inside or all outside, as is its left neighbour if untouched.
  not_inside_sum_.assign(static_cast<std::size_t>(size + 1) * (size + 1), 0);
  for (Index row = 0; row < size; ++row) {
    Index in_row = 0;
    bool known = false, inside = false;
    for (Index column = 0; column < size; ++column) {
      if (touched[row * size + column]) {
        known = false;
      } else if (!known) {
        inside = contains({low.x + (column + 0.5) / cells_per_length_.x,
                           low.y + (row + 0.5) / cells_per_length_.y});
        known = true;
      }
      in_row += touched[row * size + column] || !inside;
      not_inside_sum_[(row + 1) * (size + 1) + column + 1] =
          not_inside_sum_[row * (size + 1) + column + 1] + in_row;
    }
  }
}

bool DomainIndex::surely_inside(const Box& box) const {
  const Box& domain = polygon_.box();
  if (!(domain.contains(box.low) && domain.contains(box.high))) return false;
  const Index left = column_of(box.low.x), right = column_of(box.high.x) + 1;
  const Index bottom = row_of(box.low.y), top = row_of(box.high.y) + 1;
  const auto sum = [&](Index row, Index column) {
    return not_inside_sum_[row * (grid_size_ + 1) + column];
  };
  return sum(top, right) - sum(bottom, right) - sum(top, left) + sum(bottom, left) == 0;
}

bool DomainIndex::contains(Point x) const {
  if (!polygon_.box().contains(x)) return false;
  const Index slab = slab_of(x.x);
  bool inside = false;
  for (Index at = slab_begin_[slab]; at < slab_begin_[slab + 1]; ++at) {
    if (lies_above(polygon_.edge(slab_edges_[at]), x)) inside = !inside;
  }
  return inside;
}

void DomainIndex::crossings(Point a, Point b, std::vector<Crossing>& out) const {
  out.clear();
  Box box;
  box.add(a);
  box.add(b);
  if (!box.overlaps(polygon_.box())) return;
  const Index first = slab_of(box.low.x), last = slab_of(box.high.x);
  for (Index slab = first; slab <= last; ++slab) {
    for (Index at = slab_begin_[slab]; at < slab_begin_[slab + 1]; ++at) {
      const Index k = slab_edges_[at];
      const BoundaryEdge e = polygon_.edge(k);
      // An edge in several of the slabs is looked at in the first of them only.
      if (slab != std::max(first, slab_of(std::min(e.p.x, e.q.x)))) continue;
      if (std::max(e.p.y, e.q.y) < box.low.y || std::min(e.p.y, e.q.y) > box.high.y) continue;
      const bool a_left = left_of_domain_edge(e.p, e.q, a);
      const bool b_left = left_of_domain_edge(e.p, e.q, b);
      if (a_left == b_left) continue;
      if (left_of_diagram_edge(a, b, e.p) == left_of_diagram_edge(a, b, e.q)) continue;
      const double at_a = std::abs(signed_double_area(e.p, e.q, a));
      const double at_b = std::abs(signed_double_area(e.p, e.q, b));
      const double t = at_a + at_b > 0.0 ? at_a / (at_a + at_b) : 0.5;
      out.push_back({k, t, a + t * (b - a), b_left});
    }
  }
  std::sort(out.begin(), out.end(), [](const Crossing& c, const Crossing& d) { return c.t < d.t; });
}

}  // namespace brenier
