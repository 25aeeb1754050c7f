// The surfaces of the cells: facets between two cells, and pieces of the domain's boundary.
#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/diagram/clip.hpp"
#include "brenier/space/triangulation/regular_triangulation.hpp"

namespace brenier::space {

/// The facet between the cells of i < j inside the domain, a convex polygon, counter-clockwise as
/// seen from j.
struct FacetPolygon {
  Index i;
  Index j;
  Point normal;  // from i to j, of length 1
  double area;   // positive
  std::span<const Point> polygon;
};

/// What a cell has of one of the domain's faces, counter-clockwise as seen from outside.
struct BoundaryPiece {
  Index cell;
  Index face;
  Point normal;
  double area;
  std::span<const Point> polygon;
};

/// The power diagram cut to the domain. A facet is the polygon of the vertices of the diagram
/// around an edge of the triangulation; only what comes near the boundary is clipped. Inside, two
/// cells have a facet if and only if they share one, exactly: not if they meet in an edge or a
/// point. At the boundary that is so up to rounding: what is thinner than 1e-13 of the domain is
/// nothing.
class CellSurfaces {
 public:
  /// Keeps views of both, which have to live as long.
  CellSurfaces(const RegularTriangulation& triangulation, const ConvexPolyhedron& domain,
               int workers = 1, const CheckInterrupt& interrupt = {});

  /// The surfaces come in blocks, each to be visited on any thread.
  Index block_count() const;
  void for_each_facet(Index block, const std::function<void(const FacetPolygon&)>& visit) const;
  /// Edges of the triangulation between sites: cells that meet somewhere in space, if only in a
  /// point.
  void for_each_edge(Index block, const std::function<void(Index, Index)>& visit) const;

  /// Cells that the boundary may cut, increasing.
  const std::vector<Index>& cut_cells() const { return cut_cells_; }
  /// Of the cut cell with this number.
  void for_each_piece(Index cut_cell, const std::function<void(const BoundaryPiece&)>& visit) const;
  /// The sites that share an edge of the triangulation with that of the cut cell.
  std::vector<Index> neighbors(Index cut_cell) const;

  /// A place near the cell, and in the bounds of the domain, to measure its distances from.
  Point local_origin(Index site) const { return origins_[site]; }

  /// The half-space of what is nearer to i than to j, in their powers.
  HalfSpace nearer_to(Index i, Index j) const;

  const RegularTriangulation& triangulation() const { return triangulation_; }
  const ConvexPolyhedron& domain() const { return domain_; }

 private:
  template <class Visit>
  void for_each_ring(Index block, Visit&& visit) const;
  bool coincide(const HalfSpace& bisector, Index face) const;
  bool lies_on_boundary(std::span<const Point> polygon, const HalfSpace& bisector) const;
  void find_outside(int workers, const CheckInterrupt& interrupt);
  void find_cut_cells();
  void find_origins();

  const RegularTriangulation& triangulation_;
  const ConvexPolyhedron& domain_;
  std::vector<char> is_outside_;  // of each vertex of the diagram: of the domain, or nearly
  std::vector<Point> origins_;
  std::vector<Index> cut_cells_;
  // The tetrahedra of cut cell k are cut_tetrahedra_[begin[k]] … up to begin[k + 1].
  std::vector<Index> cut_tetrahedra_, cut_begin_;
};

}  // namespace brenier::space
