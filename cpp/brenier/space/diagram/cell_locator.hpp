// Whose cell is this point in?
#pragma once

#include "brenier/space/diagram/seeded_walk.hpp"

namespace brenier::space {

/// The power of a site of a triangulation at a place, less that of the first: rounded in proportion
/// to how far these two are apart, not to how far they are from the place.
class PowerInSpace {
 public:
  explicit PowerInSpace(const RegularTriangulation& triangulation)
      : triangulation_(&triangulation) {}

  double operator()(Index k, Index first, Point x) const {
    const WeightedPoint site = triangulation_->weighted(k), other = triangulation_->weighted(first);
    return dot(other.point - site.point, (x - site.point) + (x - other.point)) +
           (other.weight - site.weight);
  }

 private:
  const RegularTriangulation* triangulation_;
};

/// Points in a window, in local coordinates.
class CellLocator : public SeededWalk<PowerInSpace> {
 public:
  /// Keeps views of the triangulation, whose window this is, and of the graph, which is that of the
  /// triangulation.
  CellLocator(const RegularTriangulation& triangulation, const SiteGraph& graph, const Box& window,
              const CheckInterrupt& interrupt = {})
      : SeededWalk(PowerInSpace(triangulation), graph, triangulation.site_count(),
                   some_site(triangulation), window, interrupt) {}

 private:
  static Index some_site(const RegularTriangulation& triangulation) {
    Index result = 0;
    while (triangulation.tetrahedron_of(result) == kNone) ++result;
    return result;
  }
};

}  // namespace brenier::space
