// The power diagram, cut to the domain: a stream of directed segments, never a polygon.
#pragma once

#include <vector>

#include "brenier/geometry/domain_index.hpp"
#include "brenier/geometry/regular_triangulation.hpp"

namespace brenier {

/// A piece of a cell's boundary, a → b. The cell of site `left` lies to its left, that of site
/// `right` to its right; `right` is kNone on the boundary of the domain.
struct Segment {
  Index left;
  Index right;
  Point a;
  Point b;
};

/// The segments that bound the cells inside the domain. Their ends are shared to the last bit, so the
/// segments of every cell close up, and integrals over the cells add up to the integral over the
/// domain whatever the rounding.
///
/// First come the facets (right ≠ kNone), a row per piece, then the boundary of the domain. The order
/// depends on the input alone.
class PowerDiagram {
 public:
  PowerDiagram(const RegularTriangulation& triangulation, const DomainIndex& domain,
               int workers = 1);

  const std::vector<Segment>& segments() const { return segments_; }
  Index facet_count() const { return facet_count_; }

 private:
  std::vector<Segment> segments_;
  Index facet_count_ = 0;
};

}  // namespace brenier
