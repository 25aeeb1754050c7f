// The regular (weighted Delaunay) triangulation of weighted sites: the dual of their power diagram.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/points/point.hpp"
#include "brenier/plane/points/triangle.hpp"

namespace brenier {

/// An edge of the triangulation, from site i to site j, and the triangles beside it; kNone where
/// the dual facet runs to infinity. Seen from i towards j, `left` is on the left.
struct TriangulationEdge {
  Index i;
  Index j;
  Index left;
  Index right;
};

/// The regular triangulation of distinct sites, decided by exact predicates. Ties (four sites with
/// a common power circle) fall to either side. It is built and repaired fast if the sites are in
/// spatial order (spatial_order.hpp); the triangles then are too.
///
/// A site is hidden when its cell in the whole plane is empty; then it is no vertex.
/// If all visible sites lie on one line there is no triangle, but the edges are there.
///
/// Copies share the sites, and the triangles until one of them is reweighted.
class RegularTriangulation {
 public:
  RegularTriangulation(std::vector<Point> sites, std::vector<double> weights,
                       const CheckInterrupt& interrupt = {});

  /// The same sites with other weights, or nothing as soon as more than `most_hidden` of them have
  /// been hidden by that, or if the weights cannot be worked with (frame.hpp). This repairs the
  /// triangulation by flips, and costs a fraction of a new one if the weights are near.
  std::optional<RegularTriangulation> reweighted(std::vector<double> weights, Index most_hidden = 0,
                                                 int workers = 1,
                                                 const CheckInterrupt& interrupt = {}) const;

  /// The weight that a hidden site should have instead, given its index, the triangle in which it
  /// lies and the weights of all sites by now.
  using RaisedWeight =
      std::function<double(Index, const std::array<Index, 3>&, std::span<const double>)>;
  /// The same sites, the hidden ones raised one after the other. A site may lose its cell again to
  /// one that is raised later, and is then raised again, a few times.
  RegularTriangulation with_hidden_sites_raised(const RaisedWeight& raised_weight,
                                                const CheckInterrupt& interrupt = {}) const;

  const std::vector<Point>& sites() const { return *sites_; }
  const std::vector<double>& weights() const { return weights_; }
  const std::vector<Triangle>& triangles() const { return mesh_->triangles; }
  bool has_hidden_sites() const { return hidden_count() > 0; }
  Index hidden_count() const { return mesh_->hidden_count; }
  bool is_hidden(Index site) const { return !mesh_->is_visible[site]; }
  std::vector<Index> hidden_sites() const;
  /// Any visible site.
  Index some_visible_site() const { return mesh_->some_visible_site; }

  /// A triangle with y in it or on its border, exactly; kNone if y is outside of the convex hull,
  /// or if there is no triangle. The search starts at triangle `hint`, best one near y.
  Index triangle_containing(Point y, Index hint = 0) const;
  /// A triangle near a site, or near where it would be if it is hidden, if sites are in spatial
  /// order.
  Index triangle_near(Index site) const;

  /// The edge of triangle t opposite its vertex k, the triangle on its left.
  TriangulationEdge edge(Index t, int k) const {
    constexpr std::array<int, 3> kNext{1, 2, 0}, kBefore{2, 0, 1};  // a table: no branch on k
    const Triangle& triangle = triangles()[t];
    return {triangle.vertices[kNext[k]], triangle.vertices[kBefore[k]], t, triangle.neighbors[k]};
  }

  /// Calls visit(TriangulationEdge) once per edge, always in the same order.
  template <class Visit>
  void for_each_edge(Visit&& visit) const {
    const std::vector<Triangle>& all = triangles();
    for (Index t = 0; t < static_cast<Index>(all.size()); ++t) {
      for (int k = 0; k < 3; ++k) {
        // Also kNone: each edge is visited from its triangle of higher index.
        if (all[t].neighbors[k] < t) visit(edge(t, k));
      }
    }
    for (const auto& [i, j] : mesh_->collinear_edges) visit(TriangulationEdge{i, j, kNone, kNone});
  }

 private:
  /// What does not depend on the weights any more.
  struct Mesh {
    std::vector<Triangle> triangles;
    std::vector<std::array<Index, 2>> collinear_edges;
    std::vector<char> is_visible;
    Index hidden_count = 0;
    Index some_visible_site = kNone;

    Mesh(std::vector<Triangle> all, std::vector<char> visible);
    static Mesh along_line(std::span<const Index> visible_sites, std::size_t site_count);
  };

  RegularTriangulation(std::shared_ptr<const std::vector<Point>> sites, std::vector<double> weights,
                       std::shared_ptr<const Mesh> mesh)
      : sites_(std::move(sites)), weights_(std::move(weights)), mesh_(std::move(mesh)) {}

  static Mesh build(std::span<const Point> sites, std::span<const double> weights,
                    const CheckInterrupt& interrupt);
  std::shared_ptr<const Mesh> repaired(std::span<const double> weights, Index most_hidden,
                                       int workers, const CheckInterrupt& interrupt) const;

  std::shared_ptr<const std::vector<Point>> sites_;
  std::vector<double> weights_;
  std::shared_ptr<const Mesh> mesh_;
};

}  // namespace brenier
