// A facet of the power diagram, cut to the domain.
#pragma once

#include <utility>
#include <vector>

#include "brenier/plane/diagram/boundary_owners.hpp"
#include "brenier/plane/diagram/domain_window.hpp"
#include "brenier/plane/domain/domain_index.hpp"
#include "brenier/plane/points/segment.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"

namespace brenier {

/// Cuts facets, one after the other, and collects their pieces inside the domain and the places
/// where they cross its boundary.
class FacetClipper {
 public:
  FacetClipper(const RegularTriangulation& triangulation, const DomainIndex& domain);

  /// The facet dual to an edge, from the centre on the right of i → j to that on the left, so that
  /// cell i is on its left; the centre of a side without triangle is not looked at.
  void clip(const TriangulationEdge& edge, Point right, Point left);

  std::vector<Segment> take_segments() { return std::exchange(segments_, {}); }
  std::vector<Change> take_changes() { return std::exchange(changes_, {}); }

 private:
  void cut(Index i, Index j, FacetEnds ends);
  void add(Index i, Index j, Point a, Point b);

  const DomainIndex& domain_;
  DomainWindow window_;
  std::vector<Segment> segments_;
  std::vector<Change> changes_;
  std::vector<Crossing> crossings_;
};

}  // namespace brenier
