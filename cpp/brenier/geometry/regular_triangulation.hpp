// The regular (weighted Delaunay) triangulation of weighted sites: the dual of their power diagram.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "brenier/geometry/triangle.hpp"
#include "brenier/interrupt.hpp"
#include "brenier/types.hpp"

namespace brenier {

/// An edge of the triangulation, from site i to site j, and the triangles beside it; kNone where the
/// dual facet runs to infinity. Seen from i towards j, `left` is on the left.
struct TriangulationEdge {
  Index i;
  Index j;
  Index left;
  Index right;
};

/// The regular triangulation of distinct sites, best in spatial order (spatial_order.hpp), decided by
/// exact predicates. Ties (four sites with a common power circle) fall to either side.
///
/// A site is hidden when its cell in the whole plane is empty; then it is no vertex.
/// If all visible sites lie on one line there is no triangle, but the edges are there.
class RegularTriangulation {
 public:
  RegularTriangulation(std::vector<Point> sites, std::vector<double> weights,
                       const CheckInterrupt& interrupt = {});

  /// The same sites with other weights, or nothing if one of them gets hidden. Where no site is hidden
  /// before, this repairs a copy by flips, and costs a fraction of a new triangulation.
  std::optional<RegularTriangulation> reweighted(std::vector<double> weights,
                                                 const CheckInterrupt& interrupt = {}) const;

  const std::vector<Point>& sites() const { return sites_; }
  const std::vector<double>& weights() const { return weights_; }
  const std::vector<Triangle>& triangles() const { return triangles_; }
  bool has_hidden_sites() const;
  bool is_hidden(Index site) const { return !is_visible_[site]; }
  /// Any visible site.
  Index some_visible_site() const { return some_visible_site_; }

  /// The edge of triangle t opposite its vertex k, the triangle on its left.
  TriangulationEdge edge(Index t, int k) const {
    constexpr std::array<int, 3> kNext{1, 2, 0}, kBefore{2, 0, 1};  // a table: no branch on k
    const Triangle& triangle = triangles_[t];
    return {triangle.vertices[kNext[k]], triangle.vertices[kBefore[k]], t, triangle.neighbors[k]};
  }

  /// Calls visit(TriangulationEdge) once per edge, always in the same order.
  template <class Visit>
  void for_each_edge(Visit&& visit) const {
    for (Index t = 0; t < static_cast<Index>(triangles_.size()); ++t) {
      for (int k = 0; k < 3; ++k) {
        // Also kNone: each edge is visited from its triangle of higher index.
        if (triangles_[t].neighbors[k] < t) visit(edge(t, k));
      }
    }
    for (const auto& [i, j] : collinear_edges_) visit(TriangulationEdge{i, j, kNone, kNone});
  }

 private:
  std::vector<Point> sites_;
  std::vector<double> weights_;
  std::vector<Triangle> triangles_;
  std::vector<std::array<Index, 2>> collinear_edges_;
  std::vector<char> is_visible_;
  Index some_visible_site_ = kNone;
};

}  // namespace brenier
