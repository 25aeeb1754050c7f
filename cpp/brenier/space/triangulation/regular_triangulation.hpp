// Which cells meet: the regular triangulation of weighted sites, and the vertices of its diagram.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/triangulation/cgal_triangulation.hpp"
#include "brenier/uninitialized.hpp"

namespace brenier::space {

/// Sites with an order in which to insert them, which is found once for any weights.
struct OrderedSites {
  std::vector<Point> points;  // distinct
  std::vector<Index> order;

  explicit OrderedSites(std::vector<Point> given)
      : points(std::move(given)), order(insertion_order(points)) {}
};

/// A vertex of the diagram: the point that has the same power to the four sites of a tetrahedron.
struct DiagramVertex {
  Point point;
  Index representative;
};

/// The regular triangulation of sites and of four guards, which stand around them: far-away sites
/// with weights so low that their cells keep out of a window. So every site has a bounded cell, a
/// single one too, and inside of the window nothing is changed. A site that has no cell, or none
/// but behind the guards, is hidden.
class RegularTriangulation {
 public:
  static constexpr int kGuards = 4;

  /// Sites are distinct, of local size (frame.hpp); weights can be worked with. Keeps a view of the
  /// sites.
  RegularTriangulation(const OrderedSites& sites, std::vector<double> weights, const Box& window,
                       int workers = 1, const CheckInterrupt& interrupt = {});
  RegularTriangulation(OrderedSites&&, std::vector<double>, const Box&, int = 1,
                       const CheckInterrupt& = {}) = delete;

  Index site_count() const { return static_cast<Index>(sites_->points.size()); }
  const std::vector<Point>& sites() const { return sites_->points; }
  /// As they were given.
  const std::vector<double>& weights() const {
    return given_weights_.empty() ? weights_ : given_weights_;
  }
  bool is_guard(Index site) const { return site >= site_count(); }
  /// A site or a guard, with a weight that is near the others': in the window, cells are those of
  /// the given weights.
  WeightedPoint weighted(Index site) const {
    if (is_guard(site)) return guards_[site - site_count()];
    return {sites_->points[site], weights_[site]};
  }

  const std::vector<Tetrahedron>& tetrahedra() const { return tetrahedra_; }
  /// The vertex of the diagram that a tetrahedron stands for. Tetrahedra with the very same one,
  /// as decided exactly, are neighbours of each other, and the one of lowest index represents them:
  /// where the diagram is simple, each represents itself.
  const DiagramVertex& vertex(Index tetrahedron) const { return vertices_[tetrahedron]; }
  Index representative(Index tetrahedron) const { return vertices_[tetrahedron].representative; }
  Point center(Index tetrahedron) const { return vertices_[tetrahedron].point; }

  /// One of a site's tetrahedra, or kNone if it is hidden.
  Index tetrahedron_of(Index site) const { return tetrahedron_of_[site]; }
  Index hidden_count() const { return hidden_count_; }

 private:
  void place_guards(const Box& window);
  void find_vertices(int workers, const CheckInterrupt& interrupt);
  void unite_tied(int workers, const CheckInterrupt& interrupt);

  const OrderedSites* sites_;
  std::vector<double> weights_, given_weights_;  // the latter only where they are others
  std::array<WeightedPoint, kGuards> guards_;
  std::vector<Tetrahedron> tetrahedra_;
  UninitializedVector<DiagramVertex> vertices_;  // of the tetrahedra
  std::vector<Index> tetrahedron_of_;
  Index hidden_count_ = 0;
};

}  // namespace brenier::space
