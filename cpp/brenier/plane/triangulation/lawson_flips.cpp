#include "brenier/plane/triangulation/lawson_flips.hpp"

#include <utility>

#include "brenier/plane/points/orientation.hpp"
#include "brenier/plane/triangulation/power_test.hpp"

namespace brenier {

LawsonFlips::LawsonFlips(std::span<const Point> sites, std::span<const double> weights,
                         std::vector<Triangle> triangles, std::vector<char> is_visible)
    : sites_(sites),
      weights_(weights),
      mesh_(std::move(triangles)),
      is_visible_(std::move(is_visible)) {}

LawsonFlips::LawsonFlips(std::span<const Point> sites, std::span<const double> weights, Index a,
                         Index b, Index c)
    : sites_(sites), weights_(weights), is_visible_(sites.size(), 0) {
  mesh_.reserve(2 * sites.size());
  mesh_.add(a, b, c);
  for (const Index k : {a, b, c}) is_visible_[k] = 1;
}

void LawsonFlips::repair_edge(Index t, int k, std::vector<Index>& changed) {
  // The two triangles beside the edge are a b c and d c b.
  const Triangle& triangle = mesh_[t];
  const Index beyond = triangle.neighbors[k];
  if (beyond == kNone) return;
  const Triangle& other = mesh_[beyond];
  const Index a = triangle.vertices[k], b = triangle.vertices[next(k)],
              c = triangle.vertices[previous(k)], d = other.vertices[place(other.neighbors, t)];
  if (power_test(site(a), site(b), site(c), site(d)) <= 0) return;
  if (orientation(sites_[a], sites_[b], sites_[d]) <= 0) {
    remove(b, t);
  } else if (orientation(sites_[d], sites_[c], sites_[a]) <= 0) {
    remove(c, t);
  } else {
    mesh_.flip(t, k);
    changed.push_back(t);
    changed.push_back(beyond);
  }
}

void LawsonFlips::repair_changed() {
  while (!changed_.empty()) {
    const Index t = changed_.back();
    changed_.pop_back();
    for (int k = 0; k < 3 && !mesh_.is_discarded(t); ++k) repair_edge(t, k, changed_);
  }
}

void LawsonFlips::repair(Index triangle) {
  changed_.push_back(triangle);
  repair_changed();
}

// Adding a site

TriangleLocation LawsonFlips::locate(Point x, Index hint) const {
  const auto count = static_cast<Index>(mesh_.place_count());
  while (mesh_.is_discarded(hint)) hint = hint + 1 < count ? hint + 1 : 0;
  return walk_to(x, hint, mesh_.places(), sites_);
}

Index LawsonFlips::triangle_containing(Point x, Index hint) const {
  return locate(x, hint).triangle;
}

void LawsonFlips::add(Index p, Index hint) {
  const TriangleLocation at = locate(sites_[p], hint);
  hint_ = at.triangle;
  if (at.is_outside) {
    add_outside(p, at.triangle, at.edge);
  } else {
    const auto& [a, b, c] = mesh_[at.triangle].vertices;
    if (power_test(site(a), site(b), site(c), site(p)) < 0) return;
    if (at.edge == kNone) {
      split_triangle(p, at.triangle);
    } else {
      split_edge(p, at.triangle, at.edge);
    }
  }
  is_visible_[p] = 1;
  repair_around(p);
}

/// p is a corner of the hull, beyond the edge opposite place k of t and beyond no other.
void LawsonFlips::add_outside(Index p, Index t, int k) {
  const std::array<Index, 3> inside = mesh_[t].vertices;
  const Index added = mesh_.add(p, inside[previous(k)], inside[next(k)]);
  mesh_.connect(added, 0, t);
  star_.push_back(added);
}

void LawsonFlips::split_triangle(Index p, Index t) {
  const auto [vertices, across] = mesh_[t];
  const auto [a, b, c] = vertices;
  mesh_.replace(t, p, b, c);
  const Index u = mesh_.add(p, c, a), v = mesh_.add(p, a, b);
  mesh_.connect(t, 0, across[0]);
  mesh_.connect(u, 0, across[1]);
  mesh_.connect(v, 0, across[2]);
  mesh_.connect(t, 1, u);
  mesh_.connect(u, 1, v);
  mesh_.connect(v, 1, t);
  star_.insert(star_.end(), {t, u, v});
}

/// p is on the edge opposite place k of t.
void LawsonFlips::split_edge(Index p, Index t, int k) {
  const Triangle whole = mesh_[t];
  const Index o = whole.neighbors[k];
  const Index a = whole.vertices[k], b = whole.vertices[next(k)], c = whole.vertices[previous(k)];
  mesh_.replace(t, p, c, a);
  const Index u = mesh_.add(p, a, b);
  mesh_.connect(t, 0, whole.neighbors[next(k)]);
  mesh_.connect(u, 0, whole.neighbors[previous(k)]);
  mesh_.connect(t, 1, u);
  star_.insert(star_.end(), {t, u});
  if (o == kNone) return;
  const Triangle beyond = mesh_[o];
  const int m = place(beyond.neighbors, t);
  const Index d = beyond.vertices[m];
  mesh_.replace(o, p, b, d);
  const Index v = mesh_.add(p, d, c);
  mesh_.connect(o, 0, beyond.neighbors[next(m)]);
  mesh_.connect(v, 0, beyond.neighbors[previous(m)]);
  mesh_.connect(u, 1, o);
  mesh_.connect(o, 1, v);
  mesh_.connect(v, 1, t);
  star_.insert(star_.end(), {o, v});
}

/// Triangles that no longer have p at place 0 were remade by a removal, and are in changed_.
void LawsonFlips::repair_around(Index p) {
  while (!star_.empty()) {
    const Index t = star_.back();
    star_.pop_back();
    if (mesh_[t].vertices[0] == p) repair_edge(t, 0, star_);
  }
  repair_changed();
}

// Removing a site

/// Gathers the polygon around v, a vertex of t, counter-clockwise, and discards the triangles in
/// it. If v is on the hull, then in the middle of a side, which closes the polygon.
void LawsonFlips::collect_link(Index v, Index t) {
  link_.clear();
  Index first = t;
  do {  // clockwise
    const Index before = mesh_[first].neighbors[previous(place(mesh_[first].vertices, v))];
    if (before == kNone) break;
    first = before;
  } while (first != t);
  Index here = first, last = kNone;
  do {
    const Triangle triangle = mesh_[here];
    const int k = place(triangle.vertices, v);
    link_.push_back({triangle.vertices[next(k)], triangle.neighbors[k], kNone, kNone});
    last = triangle.vertices[previous(k)];
    mesh_.discard(here);
    here = triangle.neighbors[next(k)];
  } while (here != kNone && here != first);
  if (here == kNone) link_.push_back({last, kNone, kNone, kNone});
  const auto count = static_cast<Index>(link_.size());
  for (Index k = 0; k < count; ++k) {
    link_[k].before = k > 0 ? k - 1 : count - 1;
    link_[k].after = k + 1 < count ? k + 1 : 0;
  }
}

/// Fills the polygon around v with triangles without it, ear by ear. As long as v is on the left of
/// the line that cuts an ear off, the rest is seen from v as a whole, and has another ear like
/// that.
void LawsonFlips::remove(Index v, Index t) {
  is_visible_[v] = 0;
  ++removed_count_;
  collect_link(v, t);
  Index at = 0;
  for (auto count = link_.size(); count > 3;) {
    LinkEdge& edge = link_[at];
    const LinkEdge& following = link_[edge.after];
    const Index a = edge.from, b = following.from, c = link_[following.after].from;
    // In the middle of a quadrilateral v may be on the diagonal.
    const int side = orientation(sites_[v], sites_[a], sites_[c]);
    const bool sees_rest = side > 0 || (side == 0 && count == 4);
    if (sees_rest && orientation(sites_[a], sites_[b], sites_[c]) > 0) {
      const Index ear = mesh_.add(a, b, c);
      mesh_.connect(ear, 0, following.beyond);
      mesh_.connect(ear, 2, edge.beyond);
      changed_.push_back(ear);
      edge.beyond = ear;
      edge.after = following.after;
      link_[edge.after].before = at;
      --count;
      at = edge.before;
    } else {
      at = edge.after;
    }
  }
  const LinkEdge& one = link_[at];
  const LinkEdge& two = link_[one.after];
  const LinkEdge& three = link_[two.after];
  hint_ = mesh_.add(one.from, two.from, three.from);
  mesh_.connect(hint_, 2, one.beyond);
  mesh_.connect(hint_, 0, two.beyond);
  mesh_.connect(hint_, 1, three.beyond);
  changed_.push_back(hint_);
}

}  // namespace brenier
