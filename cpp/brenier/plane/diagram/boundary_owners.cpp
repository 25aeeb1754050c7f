#include "brenier/plane/diagram/boundary_owners.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "brenier/plane/diagram/cell_locator.hpp"

namespace brenier {
namespace {

/// How often each cell owns a stretch of the boundary: one cell once, except between changes that
/// rounding has put in the wrong order. There, signs keep the books: whatever the order, the
/// segments around each cell close up.
struct Owners {
  std::vector<std::pair<Index, int>> counts;

  void add(Index site, int count) {
    const auto at = std::find_if(counts.begin(), counts.end(),
                                 [&](const auto& entry) { return entry.first == site; });
    if (at == counts.end()) {
      counts.push_back({site, count});
    } else if ((at->second += count) == 0) {
      counts.erase(at);
    }
  }
  void add(const Owners& other, int times) {
    for (const auto& [site, count] : other.counts) add(site, times * count);
  }
  void pass(const Change& change) {
    add(change.before, -1);
    add(change.after, 1);
  }
  /// The site that counts `count`, if it is alone in that.
  Index only(int count) const {
    Index result = kNone;
    for (const auto& entry : counts) {
      if ((entry.second > 0) != (count > 0)) continue;
      if (entry.second != count || result != kNone) return kNone;
      result = entry.first;
    }
    return result;
  }
};

/// A ring of the boundary, and the changes on it in their order.
struct CrossedRing {
  Index begin;  // its vertices are [begin, end)
  Index end;
  std::span<const Change> changes;
};

/// Changes at nearly the same place: rounding confuses their order, but not what they do together.
struct ChangeGroup {
  double stretch = 0.0;   // the length of the boundary between the group before and this one,
  double longest = -1.0;  // of its longest straight part,
  Point from, to;         // and where that runs
  Owners passed;          // by all groups before, from the ring's first vertex on
  Owners net;             // what this group does
};

/// Puts the changes on a ring into groups, in their order, each with the stretch before it; that of
/// the first group starts behind the last one, and contains the ring's first vertex.
class Grouping {
 public:
  Grouping(const Polygon& polygon, const CrossedRing& ring)
      : nearly_same_(1e-9 * polygon.box().size()), at_(polygon.vertices()[ring.begin]) {
    auto next = ring.changes.begin();
    for (Index k = ring.begin; k < ring.end; ++k) {
      for (; next != ring.changes.end() && next->edge == k; ++next) {
        advance(next->point);
        pass(*next);
      }
      advance(polygon.edge(k).q);
    }
    close();
  }

  std::vector<ChangeGroup> take() { return std::move(groups_); }

 private:
  void advance(Point to) {
    const double part = norm(to - at_);
    ahead_.stretch += part;
    if (part > ahead_.longest) ahead_.longest = part, ahead_.from = at_, ahead_.to = to;
    at_ = to;
  }

  void pass(const Change& change) {
    if (groups_.empty() || ahead_.stretch > nearly_same_) {
      ahead_.passed = passed_;
      groups_.push_back(std::exchange(ahead_, {}));
    }
    groups_.back().net.pass(change);
    passed_.pass(change);
  }

  void close() {
    ChangeGroup& first = groups_.front();
    first.stretch += ahead_.stretch;
    if (first.stretch <= nearly_same_ && groups_.size() > 1) {
      // The last group and the first are one: they meet at the ring's first vertex.
      groups_.back().net.add(first.net, 1);
      first.net = groups_.back().net;
    }
  }

  double nearly_same_;
  Point at_;
  ChangeGroup ahead_;
  Owners passed_;
  std::vector<ChangeGroup> groups_;
};

/// The owner of a stretch between two groups, if both agree on one; else kNone.
Index owner_between(const ChangeGroup& before, const ChangeGroup& after) {
  const Index here = before.net.only(1), there = after.net.only(-1);
  return here == there ? here : kNone;
}

/// The owners at the first vertex of a ring that no facet crosses: its vertices all lie in one
/// convex cell, and so does their mean.
Owners owners_of_uncrossed(const RegularTriangulation& triangulation, const Polygon& polygon,
                           const CrossedRing& ring) {
  Point mean;
  for (Index k = ring.begin; k < ring.end; ++k) {
    mean = mean + (1.0 / (ring.end - ring.begin)) * polygon.vertices()[k];
  }
  Owners result;
  result.add(nearest_site(triangulation, mean), 1);
  return result;
}

/// The owners at the first vertex of a ring: from the longest stretch whose owner is known beyond
/// doubt, back to the start.
Owners first_owners(const RegularTriangulation& triangulation, const Polygon& polygon,
                    const CrossedRing& ring) {
  if (ring.changes.empty()) return owners_of_uncrossed(triangulation, polygon, ring);
  const std::vector<ChangeGroup> groups = Grouping(polygon, ring).take();
  const ChangeGroup* known = nullptr;
  Index owner = kNone;
  for (std::size_t k = 0; k < groups.size(); ++k) {
    if (known && groups[k].stretch <= known->stretch) continue;
    const Index between = owner_between(groups[k == 0 ? groups.size() - 1 : k - 1], groups[k]);
    if (between == kNone) continue;
    known = &groups[k];
    owner = between;
  }
  if (!known) {
    known = &*std::max_element(
        groups.begin(), groups.end(),
        [](const ChangeGroup& g, const ChangeGroup& h) { return g.stretch < h.stretch; });
    owner = nearest_site(triangulation, known->from + 0.5 * (known->to - known->from));
  }
  Owners result;
  result.add(owner, 1);
  result.add(known->passed, -1);
  return result;
}

void add(const Owners& owners, Point a, Point b, std::vector<Segment>& out) {
  if (a == b) return;
  for (const auto& [site, count] : owners.counts) {
    for (int k = 0; k < count; ++k) out.push_back({site, kNone, a, b});
    for (int k = 0; k > count; --k) out.push_back({site, kNone, b, a});
  }
}

}  // namespace

std::vector<Segment> boundary_segments(const RegularTriangulation& triangulation,
                                       const Polygon& polygon, std::vector<Change> changes) {
  std::sort(changes.begin(), changes.end(), [](const Change& c, const Change& d) {
    return c.edge != d.edge ? c.edge < d.edge : c.along < d.along;
  });
  std::vector<Segment> result;
  result.reserve(changes.size() + polygon.vertices().size());
  auto next = changes.begin();
  for (Index r = 0; r < polygon.ring_count(); ++r) {
    const Index begin = polygon.ring_begin(r), end = polygon.ring_begin(r + 1);
    const auto last =
        std::find_if(next, changes.end(), [&](const Change& change) { return change.edge >= end; });
    Owners owners = first_owners(triangulation, polygon, {begin, end, {next, last}});
    for (Index k = begin; k < end; ++k) {
      const BoundaryEdge edge = polygon.edge(k);
      Point from = edge.p;
      for (; next != last && next->edge == k; ++next) {
        add(owners, from, next->point, result);
        from = next->point;
        owners.pass(*next);
      }
      add(owners, from, edge.q, result);
    }
  }
  return result;
}

}  // namespace brenier
