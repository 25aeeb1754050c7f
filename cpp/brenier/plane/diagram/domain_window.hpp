// What of a facet comes near the domain.
#pragma once

#include <optional>
#include <utility>

#include "brenier/plane/points/box.hpp"
#include "brenier/plane/triangulation/power_center.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"

namespace brenier {

struct FacetEnds {
  Point a;
  Point b;
};

/// A box three times as wide as the domain's, with the domain in its middle.
class DomainWindow {
 public:
  DomainWindow(const RegularTriangulation& triangulation, const Box& domain);

  /// The ends of the facet dual to an edge, from the centre on its right to that on its left, those
  /// out of the window brought to its border; nothing if the facet stays out of the window. The
  /// centre of a side without triangle is not looked at.
  std::optional<FacetEnds> ends(const TriangulationEdge& edge, Point right, Point left) const;

 private:
  WeightedPoint site(Index k) const {
    return {triangulation_.sites()[k], triangulation_.weights()[k]};
  }
  std::pair<double, double> parameters_in(const Bisector& line) const;

  const RegularTriangulation& triangulation_;
  Box box_;
};

}  // namespace brenier
