// The facets of cells on a torus, whole.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "brenier/space/periodic/torus_triangulation.hpp"

namespace brenier::space {

/// The facet of the cell around site i with that around a copy of site j, which is `shift` away.
/// Both may be the same site.
struct TorusFacet {
  Index i;
  Index j;
  SmallShift shift;
  Point normal;                    // from i to the copy of j, of length 1
  double area;                     // positive
  std::span<const Point> polygon;  // where cell i is; counter-clockwise as seen from j
};

/// A corner of a cell: the representative of a vertex of the diagram, and where it is.
struct CellCorner {
  Index representative;
  SmallShift shift;

  friend auto operator<=>(const CellCorner&, const CellCorner&) = default;
};

/// The cells of a torus, each whole around its site: nothing is cut. Two cells have a facet if and
/// only if they share one, exactly: not if they meet in an edge or a point.
class TorusSurfaces {
 public:
  /// Keeps a view of the triangulation, which has to live as long.
  explicit TorusSurfaces(const TorusTriangulation& triangulation);

  /// The facets come in blocks, each to be visited on any thread. Of the two sides from which a
  /// facet is seen, the one of the lower site is given, and each facet once.
  Index block_count() const;
  void for_each_facet(Index block, const std::function<void(const TorusFacet&)>& visit) const;
  /// The facets of one cell: visit(neighbour, corners), counter-clockwise as seen from outside.
  /// `corners_of_site` are all 4 t + corner that the site is.
  void for_each_facet_of(
      std::span<const Index> corners_of_site,
      const std::function<void(Index, std::span<const CellCorner>)>& visit) const;

  Point place(const CellCorner& corner) const {
    return triangulation_.torus().shifted(triangulation_.vertex(corner.representative).center,
                                          corner.shift);
  }
  /// A corner of the cell around the site, to measure its distances from.
  Point local_origin(Index site) const { return origins_[site]; }
  const TorusTriangulation& triangulation() const { return triangulation_; }

 private:
  /// The corners of the facet around the edge of a tetrahedron from one corner to another, as seen
  /// from the latter, where the first site is not shifted. False, and nothing is of use, if an
  /// earlier tetrahedron has the edge. No tetrahedron comes twice: two of its edges would be the
  /// same but for a shift, and it would be flat.
  bool walk(Index first, int from, int to, std::vector<CellCorner>& corners) const;

  const TorusTriangulation& triangulation_;
  std::vector<Point> origins_;
};

}  // namespace brenier::space
