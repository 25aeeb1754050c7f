// A triangulation that is made regular by flips: after a change of the weights, and site by site.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/triangulation/triangle_mesh.hpp"
#include "brenier/plane/triangulation/triangle_walk.hpp"
#include "brenier/plane/triangulation/weighted_point.hpp"

namespace brenier {

/// Triangles, and which sites are their vertices. An edge that is not locally regular is flipped
/// [lawson1977] if the two triangles beside it form a convex quadrilateral. If they do not, because
/// of a vertex at which they together do not turn, then that vertex lies in the triangle of the
/// other three and above its plane: its cell is empty, whatever the other sites do, and it is
/// removed, once and for all. Between removals each flip lowers the lifted surface, so this ends;
/// and it never gets stuck, as flips without removals do [edelsbrunner1996].
///
/// A site on the plane of a triangle has a cell, if only a point or a segment: it stays. All this
/// is decided exactly.
class LawsonFlips {
 public:
  /// Triangles that cover the convex hull of the sites.
  LawsonFlips(std::span<const Point> sites, std::span<const double> weights,
              std::vector<Triangle> triangles, std::vector<char> is_visible);

  /// One triangle, and no other site. The corners of the convex hull must be added before all
  /// others.
  LawsonFlips(std::span<const Point> sites, std::span<const double> weights, Index a, Index b,
              Index c);

  /// Makes the edges of the triangle at a place regular, and all that gets irregular by that.
  void repair(Index triangle);

  /// Makes a site a vertex of a regular triangulation unless it is hidden. The search for its
  /// triangle starts where the last site was added, or near the place `hint`.
  void add(Index site) { add(site, hint_); }
  void add(Index site, Index hint);

  /// The triangle with x in it or on its border; x must lie in the convex hull.
  Index triangle_containing(Point x, Index hint) const;
  const Triangle& triangle(Index t) const { return mesh_[t]; }

  bool is_visible(Index site) const { return is_visible_[site]; }
  Index removed_count() const { return removed_count_; }

  struct Result {
    TriangleMesh mesh;
    std::vector<char> is_visible;
  };
  Result result() && { return {std::move(mesh_), std::move(is_visible_)}; }

 private:
  /// An edge of the polygon around a vertex that is being removed.
  struct LinkEdge {
    Index from;    // the site where it starts
    Index beyond;  // the triangle on its other side
    Index before;  // the edges before and after it, by their places in link_
    Index after;
  };

  WeightedPoint site(Index k) const { return {sites_[k], weights_[k]}; }
  TriangleLocation locate(Point x, Index hint) const;
  void repair_edge(Index t, int k, std::vector<Index>& changed);
  void repair_changed();
  void repair_around(Index p);

  void add_outside(Index p, Index t, int k);
  void split_triangle(Index p, Index t);
  void split_edge(Index p, Index t, int k);

  void remove(Index v, Index t);
  void collect_link(Index v, Index t);

  std::span<const Point> sites_;
  std::span<const double> weights_;
  TriangleMesh mesh_;
  std::vector<char> is_visible_;
  std::vector<Index> changed_;  // triangles whose edges may be irregular
  std::vector<Index> star_;     // with the new site at place 0: the edge opposite may be irregular
  std::vector<LinkEdge> link_;
  Index hint_ = 0;  // never discarded
  Index removed_count_ = 0;
};

}  // namespace brenier
