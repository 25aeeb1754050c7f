// Cells in a domain, as they are asked for by whoever walks from one to the next.
#pragma once

#include <array>

#include "brenier/space/domain/convex_polyhedron.hpp"
#include "brenier/space/triangulation/regular_triangulation.hpp"

namespace brenier::space {

/// The tetrahedra of a diagram by their number, and of sites the copies that matter at a place: in
/// a domain each site is its only one. `CellsOnTorus` answers the same.
class CellsInDomain {
 public:
  /// Keeps views of both.
  CellsInDomain(const RegularTriangulation& triangulation, const ConvexPolyhedron& domain)
      : triangulation_(triangulation), domain_(domain) {}

  Index site_count() const { return triangulation_.site_count(); }
  /// How many tetrahedra there are.
  Index size() const { return static_cast<Index>(triangulation_.tetrahedra().size()); }
  /// One of a site's tetrahedra, or kNone if it is hidden.
  Index tetrahedron_of(Index site) const { return triangulation_.tetrahedron_of(site); }
  /// The sites of a tetrahedron; kNone where there is none but a guard.
  std::array<Index, 4> corners(Index t) const {
    std::array<Index, 4> result = triangulation_.tetrahedra()[t].sites;
    for (Index& k : result) k = triangulation_.is_guard(k) ? kNone : k;
    return result;
  }
  /// Across the face opposite a corner; kNone where there is none.
  Index neighbor(Index t, int corner) const {
    return triangulation_.tetrahedra()[t].neighbors[corner];
  }
  /// The vertex of the diagram that a tetrahedron stands for: that of its copies nearest to a
  /// place.
  Point center(Index t, Point /*near*/) const { return triangulation_.center(t); }

  WeightedPoint site(Index k) const {
    return {triangulation_.sites()[k], triangulation_.weights()[k]};
  }
  /// Of a site's copies that nearest to a place.
  WeightedPoint nearest(Index k, Point /*to*/) const { return site(k); }
  /// In which the cell of a site has to lie.
  const ConvexPolyhedron& domain_of(Index /*site*/) const { return domain_; }
  /// Of all cells.
  double volume() const { return domain_.volume(); }

 private:
  const RegularTriangulation& triangulation_;
  const ConvexPolyhedron& domain_;
};

}  // namespace brenier::space
