#include "brenier/plane/domain/domain_index.hpp"

#include <array>

#include "brenier/plane/points/orientation.hpp"

namespace brenier {
namespace {

constexpr Index kMaxSlabs = 4096;

/// Of the edge's point that is nearest to x, from 0 at its first vertex to 1 at its second;
/// anywhere if the edge is too short for its square to be a number.
double parameter_of(Point x, BoundaryEdge edge) {
  const Point along = edge.q - edge.p;
  const double square = squared_norm(along);
  return square > 0.0 ? std::clamp(dot(x - edge.p, along) / square, 0.0, 1.0) : 0.5;
}

}  // namespace

DomainIndex::DomainIndex(Polygon polygon) : polygon_(std::move(polygon)) {
  const Box& box = polygon_.box();
  cells_per_length_ = {kGridSize / box.width(), kGridSize / box.height()};
  length_per_cell_ = {box.width() / kGridSize, box.height() / kGridSize};
  slab_count_ = std::clamp<Index>(polygon_.edge_count(), 1, kMaxSlabs);
  slabs_per_length_ = slab_count_ / box.width();
  sort_edges_into_slabs();
  mark_grid();
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
  constexpr Index size = kGridSize;
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
  // A cell that no edge touches is all inside or all outside, as is its left neighbour if
  // untouched. Those at the rim count as outside, for they stand for all that is beyond them, too.
  clearance_.assign(touched.size(), 0);
  for (Index row = 1; row < size - 1; ++row) {
    bool known = false, inside = false;
    for (Index column = 1; column < size - 1; ++column) {
      if (touched[row * size + column]) {
        known = false;
        continue;
      }
      if (!known) {
        inside = contains({low.x + (column + 0.5) / cells_per_length_.x,
                           low.y + (row + 0.5) / cells_per_length_.y});
        known = true;
      }
      if (inside) clearance_[row * size + column] = size / 2;
    }
  }
  spread_clearance();
}

/// From "inside or not" to distances: each cell's is one more than the least of its neighbours',
/// which come from the rows below first and from those above then.
void DomainIndex::spread_clearance() {
  constexpr Index size = kGridSize;
  std::array<std::uint8_t, size> least{};
  const auto least_beside = [&](Index row) {
    const std::uint8_t* cells = clearance_.data() + row * size;
    for (Index column = 1; column < size - 1; ++column) {
      least[column] = std::min({cells[column - 1], cells[column], cells[column + 1]});
    }
  };
  for (Index row = 1; row < size - 1; ++row) {
    least_beside(row - 1);
    std::uint8_t* cells = clearance_.data() + row * size;
    int last = 0;
    for (Index column = 1; column < size - 1; ++column) {
      last = std::min<int>(cells[column], std::min<int>(least[column], last) + 1);
      cells[column] = static_cast<std::uint8_t>(last);
    }
  }
  for (Index row = size - 2; row > 0; --row) {
    least_beside(row + 1);
    std::uint8_t* cells = clearance_.data() + row * size;
    int last = 0;
    for (Index column = size - 2; column > 0; --column) {
      last = std::min<int>(cells[column], std::min<int>(least[column], last) + 1);
      cells[column] = static_cast<std::uint8_t>(last);
    }
  }
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
  for_each_edge_in(box_of(a, b), [&](Index k) {
    const BoundaryEdge e = polygon_.edge(k);
    const bool a_left = left_of_domain_edge(e.p, e.q, a);
    const bool b_left = left_of_domain_edge(e.p, e.q, b);
    if (a_left == b_left) return;
    if (left_of_diagram_edge(a, b, e.p) == left_of_diagram_edge(a, b, e.q)) return;
    // From the edge's end: seen from afar, its area would have an error as for a long edge.
    const double at_a = std::abs(cross(e.q - e.p, a - e.p));
    const double at_b = std::abs(cross(e.q - e.p, b - e.p));
    const double t = at_a + at_b > 0.0 ? at_a / (at_a + at_b) : 0.5;
    // On the edge, not just near it: in a thin domain its distance from the other side is what
    // counts.
    const double along = parameter_of(a + t * (b - a), e);
    out.push_back({k, t, along, e.p + along * (e.q - e.p), b_left});
  });
  std::sort(out.begin(), out.end(), [](const Crossing& c, const Crossing& d) { return c.t < d.t; });
}

}  // namespace brenier
