#include "brenier/plane/domain/ring_contacts.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "brenier/plane/points/box.hpp"
#include "brenier/plane/points/orientation.hpp"

namespace brenier {
namespace {

/// Two edges that share a vertex: one ring's way through a point. On a straight edge, at a point
/// inside, the halves are edges.
struct Passage {
  Point from;
  Point to;
};

/// Do two passages through one point cross there? Their four directions must differ.
bool passages_cross(Point at, Passage a, Passage b) {
  return is_between_rays(at, a.from, a.to, b.from) != is_between_rays(at, a.from, a.to, b.to);
}

class Contacts {
 public:
  Contacts(std::span<const Point> vertices, std::span<const Index> next)
      : vertices_(vertices), next_(next), previous_(next.size()) {
    for (std::size_t k = 0; k < next.size(); ++k) previous_[next[k]] = static_cast<Index>(k);
  }

  Box box(Index edge) const { return box_of(vertices_[edge], vertices_[next_[edge]]); }

  /// What edges e and f, whose boxes overlap, do at their common points, except at their last
  /// vertices: there the edges that follow decide.
  std::optional<Clash::Kind> clash(Index e, Index f) const {
    using enum Clash::Kind;
    const Point ep = vertices_[e], eq = vertices_[next_[e]];
    const Point fp = vertices_[f], fq = vertices_[next_[f]];
    const int side_fp = orientation(ep, eq, fp), side_fq = orientation(ep, eq, fq);
    const int side_ep = orientation(fp, fq, ep), side_eq = orientation(fp, fq, eq);
    const bool on_one_line = side_fp == 0 && side_fq == 0;
    if (on_one_line && share_a_length(box(e), box(f))) return kOverlap;
    if (side_fp * side_fq > 0 || side_ep * side_eq > 0) return std::nullopt;
    if (side_fp * side_fq < 0 && side_ep * side_eq < 0) return kCross;
    bool cross = false;
    if (ep == fp) {
      cross = passages_cross(ep, passage(e), passage(f));
    } else if (!on_one_line && side_fp == 0 && !(fp == eq)) {
      cross = passages_cross(fp, passage(f), {ep, eq});
    } else if (!on_one_line && side_ep == 0 && !(ep == fq)) {
      cross = passages_cross(ep, passage(e), {fp, fq});
    }
    return cross ? std::optional(kCross) : std::nullopt;
  }

  /// The same, or that the first vertex of one lies inside the other.
  std::optional<Clash::Kind> contact(Index e, Index f) const {
    if (const auto kind = clash(e, f)) return kind;
    const bool touch = is_inside(vertices_[f], e) || is_inside(vertices_[e], f);
    return touch ? std::optional(Clash::Kind::kTouch) : std::nullopt;
  }

 private:
  /// Is a point on the edge, between its ends?
  bool is_inside(Point x, Index edge) const {
    const Point p = vertices_[edge], q = vertices_[next_[edge]];
    return box(edge).contains(x) && !(x == p) && !(x == q) && orientation(p, q, x) == 0;
  }

  /// The ring's way through the first vertex of an edge.
  Passage passage(Index edge) const { return {vertices_[previous_[edge]], vertices_[next_[edge]]}; }

  /// Of the boxes of edges on one line: of one edge and the next, too, where the ring turns back.
  static bool share_a_length(const Box& a, const Box& b) {
    return std::max(a.low.x, b.low.x) < std::min(a.high.x, b.high.x) ||
           std::max(a.low.y, b.low.y) < std::min(a.high.y, b.high.y);
  }

  std::span<const Point> vertices_;
  std::span<const Index> next_;
  std::vector<Index> previous_;
};

/// The first pair of edges with overlapping boxes of which kind_of(edge, other) says something.
template <class KindOf>
std::optional<Clash> first_pair(const Contacts& contacts, std::span<const Index> next,
                                KindOf&& kind_of) {
  const Index count = static_cast<Index>(next.size());
  std::vector<Box> boxes(count);
  for (Index k = 0; k < count; ++k) boxes[k] = contacts.box(k);
  // A sweep over x finds the pairs to compare.
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
      if (const auto kind = kind_of(k, m)) return Clash{k, m, *kind};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Clash> find_clash(std::span<const Point> vertices, std::span<const Index> next) {
  const Contacts contacts(vertices, next);
  return first_pair(contacts, next, [&](Index e, Index f) { return contacts.clash(e, f); });
}

std::optional<Clash> find_contact(std::span<const Point> vertices, std::span<const Index> next) {
  const Contacts contacts(vertices, next);
  return first_pair(contacts, next, [&](Index e, Index f) { return contacts.contact(e, f); });
}

}  // namespace brenier
