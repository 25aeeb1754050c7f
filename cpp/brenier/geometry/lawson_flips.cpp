#include "brenier/geometry/lawson_flips.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "brenier/geometry/orientation.hpp"
#include "brenier/geometry/power_test.hpp"
#include "brenier/geometry/triangle_walk.hpp"

namespace brenier {

/// The two triangles beside an edge, as a b c and d c b.
struct LawsonFlips::Pair {
  Index t, o;
  int k, m;  // the places of a in t and of d in o
  Index a, b, c, d;
};

LawsonFlips::LawsonFlips(std::span<const Point> sites, std::span<const double> weights,
                         std::vector<Triangle> triangles, std::vector<char> is_visible)
    : sites_(sites),
      weights_(weights),
      triangles_(std::move(triangles)),
      is_visible_(std::move(is_visible)) {}

LawsonFlips::LawsonFlips(std::span<const Point> sites, std::span<const double> weights, Index a,
                         Index b, Index c)
    : sites_(sites), weights_(weights), is_visible_(sites.size(), 0) {
  triangles_.reserve(2 * sites.size());
  new_triangle(a, b, c);
  for (const Index k : {a, b, c}) is_visible_[k] = 1;
}

// Flips

LawsonFlips::Pair LawsonFlips::pair_at(Index t, int k) const {
  const Triangle& triangle = triangles_[t];
  const Index o = triangle.neighbors[k];
  const int m = place(triangles_[o].neighbors, t);
  return {t,
          o,
          k,
          m,
          triangle.vertices[k],
          triangle.vertices[next(k)],
          triangle.vertices[previous(k)],
          triangles_[o].vertices[m]};
}

bool LawsonFlips::conflicts(const Pair& p) const {
  return power_test(site(p.a), site(p.b), site(p.c), site(p.d)) > 0;
}

void LawsonFlips::mend_edge(Index t, int k, std::vector<Index>& changed) {
  if (triangles_[t].neighbors[k] == kNone) return;
  const Pair p = pair_at(t, k);
  if (!conflicts(p)) return;
  if (orientation(sites_[p.a], sites_[p.b], sites_[p.d]) <= 0) {
    remove(p.b, t);
  } else if (orientation(sites_[p.d], sites_[p.c], sites_[p.a]) <= 0) {
    remove(p.c, t);
  } else {
    flip(p);
    changed.push_back(p.t);
    changed.push_back(p.o);
  }
}

void LawsonFlips::mend_changed() {
  while (!changed_.empty()) {
    const Index t = changed_.back();
    changed_.pop_back();
    for (int k = 0; k < 3 && !is_discarded(t); ++k) mend_edge(t, k, changed_);
  }
}

void LawsonFlips::mend(Index triangle) {
  changed_.push_back(triangle);
  mend_changed();
}

/// Replaces the edge b c by a d; a is then at place 0 of both triangles.
void LawsonFlips::flip(const Pair& p) {
  Triangle& t = triangles_[p.t];
  Triangle& o = triangles_[p.o];
  const Index across_ca = t.neighbors[next(p.k)], across_ab = t.neighbors[previous(p.k)];
  const Index across_bd = o.neighbors[next(p.m)], across_dc = o.neighbors[previous(p.m)];
  t = {{p.a, p.b, p.d}, {across_bd, p.o, across_ab}};
  o = {{p.a, p.d, p.c}, {across_dc, across_ca, p.t}};
  const auto replace = [&](Index triangle, Index before, Index after) {
    if (triangle == kNone) return;
    std::array<Index, 3>& neighbors = triangles_[triangle].neighbors;
    neighbors[place(neighbors, before)] = after;
  };
  replace(across_bd, p.o, p.t);
  replace(across_ca, p.t, p.o);
}

// Making triangles

Index LawsonFlips::new_triangle(Index a, Index b, Index c) {
  const Triangle triangle{{a, b, c}, {kNone, kNone, kNone}};
  if (discarded_.empty()) {
    triangles_.push_back(triangle);
    return static_cast<Index>(triangles_.size()) - 1;
  }
  const Index t = discarded_.back();
  discarded_.pop_back();
  triangles_[t] = triangle;
  return t;
}

void LawsonFlips::discard(Index t) {
  triangles_[t].vertices[0] = kNone;
  discarded_.push_back(t);
}

/// Makes `other` the neighbour of t across the edge opposite place k, and t that of `other`.
void LawsonFlips::connect(Index t, int k, Index other) {
  triangles_[t].neighbors[k] = other;
  if (other == kNone) return;
  const Index from = triangles_[t].vertices[next(k)], to = triangles_[t].vertices[previous(k)];
  Triangle& o = triangles_[other];
  for (int m = 0; m < 3; ++m) {
    if (o.vertices[next(m)] == to && o.vertices[previous(m)] == from) o.neighbors[m] = t;
  }
}

// Adding a site

void LawsonFlips::add(Index site_index, Index hint) {
  const auto count = static_cast<Index>(triangles_.size());
  while (is_discarded(hint)) hint = hint + 1 < count ? hint + 1 : 0;
  const TriangleLocation at = walk_to(sites_[site_index], hint, triangles_, sites_);
  hint_ = at.triangle;
  if (at.is_outside) {
    add_outside(site_index, at.triangle, at.edge);
  } else {
    const auto& [a, b, c] = triangles_[at.triangle].vertices;
    if (power_test(site(a), site(b), site(c), site(site_index)) < 0) return;
    if (at.edge == kNone) {
      split_triangle(site_index, at.triangle);
    } else {
      split_edge(site_index, at.triangle, at.edge);
    }
  }
  is_visible_[site_index] = 1;
  mend_around(site_index);
}

/// p is a corner of the hull, beyond the edge opposite place k of t and beyond no other.
void LawsonFlips::add_outside(Index p, Index t, int k) {
  const Triangle& inside = triangles_[t];
  const Index added = new_triangle(p, inside.vertices[previous(k)], inside.vertices[next(k)]);
  connect(added, 0, t);
  star_.push_back(added);
}

void LawsonFlips::split_triangle(Index p, Index t) {
  const auto [a, b, c] = triangles_[t].vertices;
  const auto [across_bc, across_ca, across_ab] = triangles_[t].neighbors;
  const Index u = new_triangle(p, c, a), v = new_triangle(p, a, b);
  triangles_[t] = {{p, b, c}, {across_bc, u, v}};
  triangles_[u].neighbors = {across_ca, v, t};
  triangles_[v].neighbors = {across_ab, t, u};
  const auto replace = [&](Index triangle, Index after) {
    if (triangle == kNone) return;
    std::array<Index, 3>& neighbors = triangles_[triangle].neighbors;
    neighbors[place(neighbors, t)] = after;
  };
  replace(across_ca, u);
  replace(across_ab, v);
  star_.insert(star_.end(), {t, u, v});
}

/// p is on the edge opposite place k of t.
void LawsonFlips::split_edge(Index p, Index t, int k) {
  const Triangle whole = triangles_[t];
  const Index a = whole.vertices[k], b = whole.vertices[next(k)], c = whole.vertices[previous(k)];
  const Index across_ca = whole.neighbors[next(k)], across_ab = whole.neighbors[previous(k)];
  const Index o = whole.neighbors[k];
  triangles_[t] = {{p, c, a}, {kNone, kNone, kNone}};
  const Index u = new_triangle(p, a, b);
  connect(t, 0, across_ca);
  connect(u, 0, across_ab);
  connect(t, 1, u);
  star_.insert(star_.end(), {t, u});
  if (o == kNone) return;
  const int m = place(triangles_[o].neighbors, t);
  const Triangle beyond = triangles_[o];
  const Index d = beyond.vertices[m];
  const Index across_bd = beyond.neighbors[next(m)], across_dc = beyond.neighbors[previous(m)];
  triangles_[o] = {{p, b, d}, {kNone, kNone, kNone}};
  const Index v = new_triangle(p, d, c);
  connect(o, 0, across_bd);
  connect(v, 0, across_dc);
  connect(o, 1, v);
  connect(o, 2, u);
  connect(v, 1, t);
  star_.insert(star_.end(), {o, v});
}

/// Triangles that no longer have p at place 0 were remade by a removal, and are in changed_.
void LawsonFlips::mend_around(Index p) {
  while (!star_.empty()) {
    const Index t = star_.back();
    star_.pop_back();
    if (triangles_[t].vertices[0] == p) mend_edge(t, 0, star_);
  }
  mend_changed();
}

// Removing a site

/// Gathers the polygon around v, a vertex of t, counter-clockwise, and discards the triangles in it. If
/// v is on the hull, then in the middle of a side, which closes the polygon.
void LawsonFlips::collect_link(Index v, Index t) {
  link_.clear();
  Index first = t;
  do {  // clockwise
    const int k = place(triangles_[first].vertices, v);
    const Index before = triangles_[first].neighbors[previous(k)];
    if (before == kNone) break;
    first = before;
  } while (first != t);
  Index here = first, last_vertex = kNone;
  do {
    const int k = place(triangles_[here].vertices, v);
    link_.push_back(
        {triangles_[here].vertices[next(k)], triangles_[here].neighbors[k], kNone, kNone});
    last_vertex = triangles_[here].vertices[previous(k)];
    const Index after = triangles_[here].neighbors[next(k)];
    discard(here);
    here = after;
  } while (here != kNone && here != first);
  if (here == kNone) link_.push_back({last_vertex, kNone, kNone, kNone});
  const auto count = static_cast<Index>(link_.size());
  for (Index k = 0; k < count; ++k) {
    link_[k].before = k > 0 ? k - 1 : count - 1;
    link_[k].after = k + 1 < count ? k + 1 : 0;
  }
}

/// Fills the polygon around v with triangles without it, ear by ear. As long as v is on the left of the
/// line that cuts an ear off, the rest is seen from v as a whole, and has another ear like that.
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
      const Index ear = new_triangle(a, b, c);
      connect(ear, 0, following.beyond);
      connect(ear, 2, edge.beyond);
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
  hint_ = new_triangle(one.from, two.from, three.from);
  connect(hint_, 2, one.beyond);
  connect(hint_, 0, two.beyond);
  connect(hint_, 1, three.beyond);
  changed_.push_back(hint_);
}

std::vector<Triangle> LawsonFlips::triangles() && {
  if (discarded_.empty()) return std::move(triangles_);
  std::vector<Index> place_of(triangles_.size(), kNone);
  Index count = 0;
  for (std::size_t t = 0; t < triangles_.size(); ++t) {
    if (!is_discarded(static_cast<Index>(t))) place_of[t] = count++;
  }
  return renumbered(place_of);
}

std::vector<Triangle> LawsonFlips::triangles_in_order_of_sites() && {
  const auto lowest = [&](Index t) { return std::ranges::min(triangles_[t].vertices); };
  const auto count = static_cast<Index>(triangles_.size());
  std::vector<Index> begin(sites_.size() + 1, 0), place_of(count, kNone);
  for (Index t = 0; t < count; ++t) {
    if (!is_discarded(t)) ++begin[lowest(t) + 1];
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  for (Index t = 0; t < count; ++t) {
    if (!is_discarded(t)) place_of[t] = begin[lowest(t)]++;
  }
  return renumbered(place_of);
}

/// The triangles that are not discarded, each at its new place.
std::vector<Triangle> LawsonFlips::renumbered(std::span<const Index> place_of) const {
  std::vector<Triangle> result(triangles_.size() - discarded_.size());
  for (std::size_t t = 0; t < triangles_.size(); ++t) {
    if (place_of[t] == kNone) continue;
    Triangle triangle = triangles_[t];
    for (Index& neighbor : triangle.neighbors) {
      if (neighbor != kNone) neighbor = place_of[neighbor];
    }
    result[place_of[t]] = triangle;
  }
  return result;
}

}  // namespace brenier
