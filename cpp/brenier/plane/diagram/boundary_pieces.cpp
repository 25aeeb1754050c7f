#include "brenier/plane/diagram/boundary_pieces.hpp"

#include <algorithm>
#include <span>

#include "brenier/plane/diagram/cell_locator.hpp"

namespace brenier {
namespace {

bool is_before(const ChangeOfOwner& c, Index owner) { return c.before < owner; }

/// Puts the changes on an edge into their order: cells are convex, so each comes once at most, and
/// who comes after whom says it all.
void put_in_order(std::span<ChangeOfOwner> changes) {
  std::sort(changes.begin(), changes.end(),
            [](const ChangeOfOwner& c, const ChangeOfOwner& d) { return c.before < d.before; });
  const auto from = [&](Index owner) {
    const auto at = std::lower_bound(changes.begin(), changes.end(), owner, is_before);
    return at != changes.end() && at->before == owner ? at - changes.begin()
                                                      : std::ptrdiff_t{kNone};
  };
  std::vector<char> is_first(changes.size(), true);
  for (const ChangeOfOwner& c : changes) {
    if (const auto k = from(c.after); k != kNone) is_first[k] = false;
  }
  std::vector<ChangeOfOwner> ordered;
  for (std::size_t first = 0; first < changes.size(); ++first) {
    if (!is_first[first]) continue;
    for (auto k = static_cast<std::ptrdiff_t>(first); k != kNone && ordered.size() < changes.size();
         k = from(changes[k].after)) {
      ordered.push_back(changes[k]);
    }
  }
  std::copy(ordered.begin(), ordered.end(), changes.begin());
}

/// The owner of a ring that no facet crosses: its vertices all lie in one convex cell, and so does
/// their mean.
Index owner_of_uncrossed(const RegularTriangulation& triangulation, std::span<const Point> ring) {
  Point mean;
  for (const Point p : ring) mean = mean + (1.0 / static_cast<double>(ring.size())) * p;
  return nearest_site(triangulation, mean);
}

}  // namespace

std::vector<Piece> boundary_pieces(const RegularTriangulation& triangulation,
                                   const Polygon& polygon, std::vector<ChangeOfOwner> changes,
                                   Index first_corner) {
  std::stable_sort(changes.begin(), changes.end(),
                   [](const ChangeOfOwner& c, const ChangeOfOwner& d) { return c.edge < d.edge; });
  std::vector<Piece> result;
  auto next = changes.begin();
  for (Index r = 0; r < polygon.ring_count(); ++r) {
    const Index begin = polygon.ring_begin(r), end = polygon.ring_begin(r + 1);
    Index owner = kNone;
    for (auto at = next; at != changes.end() && at->edge < end;) {
      const auto last = std::find_if(at, changes.end(),
                                     [&](const ChangeOfOwner& c) { return c.edge != at->edge; });
      put_in_order({at, last});
      if (owner == kNone) owner = at->before;
      at = last;
    }
    if (owner == kNone) owner = owner_of_uncrossed(triangulation, polygon.ring(r));
    for (Index k = begin; k < end; ++k) {
      Index from = first_corner + k;
      for (; next != changes.end() && next->edge == k; ++next) {
        result.push_back({owner, kNone, from, next->vertex});
        from = next->vertex;
        owner = next->after;
      }
      result.push_back({owner, kNone, from, first_corner + polygon.next(k)});
    }
  }
  return result;
}

}  // namespace brenier
