// The domain divided into the cells of a power diagram: polygons that fit together, as others take
// them.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/diagram/cell_rings.hpp"
#include "brenier/plane/diagram/exact_clipper.hpp"
#include "brenier/plane/points/frame.hpp"

namespace brenier {

/// The polygons of all cells in flat arrays. Cell i has the polygons from cell_begin[i] to
/// cell_begin[i + 1]; polygon p the rings from polygon_begin[p] on, its outline, counter-clockwise,
/// and then its holes, clockwise; ring r the points from ring_begin[r] on, of which the first is
/// not repeated.
struct CellPolygons {
  std::vector<Point> points;
  std::vector<Index> ring_begin{0};
  std::vector<Index> polygon_begin{0};
  std::vector<Index> cell_begin{0};
};

/// Which cells meet inside the domain, decided exactly, and where, in coordinates of the caller's
/// that all cells around a vertex share. Vertices that rounding keeps from their order, so that a
/// cell would not be a polygon, are one vertex for all cells around it.
class Subdivision {
 public:
  Subdivision(const RegularTriangulation& triangulation, const DomainIndex& domain,
              const Similarity& similarity, int workers = 1, const CheckInterrupt& interrupt = {});

  /// All pairs of cells that share a segment of positive length inside the domain; its ends may
  /// have come to one place. A row for each straight piece.
  const std::vector<Piece>& facets() const { return facets_; }
  /// In the caller's coordinates, and in the core's.
  Point place(Index vertex) const { return places_[vertex]; }
  Point local_place(Index vertex) const { return local_[vertex]; }

  /// The polygons of these cells, one after the other; none where there is kNone.
  CellPolygons polygons(std::span<const Index> cells, const CheckInterrupt& interrupt = {}) const;

 private:
  class PiecesByCell;

  void find_pieces(const RegularTriangulation& triangulation, const DomainIndex& domain,
                   int workers, const CheckInterrupt& interrupt);
  void make_valid(const CheckInterrupt& interrupt);

  Index site_count_;
  Index first_corner_;    // vertices before are the diagram's,
  Index first_crossing_;  // before are corners of the domain
  std::vector<Point> places_;
  std::vector<Point> local_;
  std::vector<Piece> facets_;
  std::vector<Piece> along_boundary_;
  std::vector<Piece> boundary_;
};

}  // namespace brenier
