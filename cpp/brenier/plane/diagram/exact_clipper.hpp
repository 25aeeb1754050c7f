// A facet of the power diagram, cut to the domain by what is true of it, not of rounded vertices.
#pragma once

#include <array>
#include <vector>

#include "brenier/plane/diagram/diagram_vertices.hpp"
#include "brenier/plane/diagram/domain_window.hpp"
#include "brenier/plane/domain/domain_index.hpp"

namespace brenier {

/// A piece of a cell's boundary as in `Segment`, its ends given by number: the vertex of triangle t
/// is t; behind the triangles come the corners of the domain, and then the crossings.
struct Piece {
  Index left;
  Index right;
  Index a;
  Index b;
};

/// Going along an edge of the domain, the cell changes at a vertex.
struct ChangeOfOwner {
  Index edge;
  Index vertex;
  Index before;
  Index after;
};

/// Cuts facets, one after the other, at the boundary of the domain that is moved by (ε, ε²)
/// (orientation.hpp), with exact answers for the true vertices and bisectors. Then ε goes to 0: a
/// crossing at a corner of the domain is that corner, one at a vertex of the diagram that vertex,
/// and pieces that have become points are left out.
class ExactClipper {
 public:
  ExactClipper(const RegularTriangulation& triangulation, const DiagramVertices& vertices,
               const DomainIndex& domain);

  void clip(const TriangulationEdge& edge);

  /// Those with a positive length inside the domain.
  const std::vector<Piece>& facets() const { return facets_; }
  /// Those that run along its boundary, with no area between.
  const std::vector<Piece>& along_boundary() const { return along_boundary_; }
  const std::vector<ChangeOfOwner>& changes() const { return changes_; }
  /// The crossings that are neither corners nor vertices of the diagram.
  const std::vector<Point>& crossings() const { return crossings_; }

 private:
  /// A place on the facet: one of its ends, a crossing, or a corner that it runs through.
  struct Stop {
    double t;  // along the facet, rounded
    Index vertex;
    Point point;
    Index edge;  // of the domain that is crossed, or kNone
    bool enters;
    bool is_start;  // is it truly one with the facet's ends?
    bool is_end;
  };
  struct Interval {
    double low;
    double high;
  };

  WeightedPoint site(Index k) const {
    return {triangulation_.sites()[k], triangulation_.weights()[k]};
  }
  Point point(Index vertex) const;
  Index corner_number(Index corner) const { return triangle_count_ + corner; }
  bool contains(Index triangle) const;
  bool is_left(BoundaryEdge edge, int side) const;
  void find_stops(const TriangulationEdge& edge, FacetEnds ends);
  void add_crossing(const TriangulationEdge& edge, Index k, std::array<int, 2> ties, bool enters,
                    bool is_start, bool is_end);
  Stop end_of(const TriangulationEdge& edge, Index triangle) const;
  double along(Point x) const;
  void add(const TriangulationEdge& edge, const Stop& from, const Stop& to);
  bool is_one_point(const TriangulationEdge& edge, const Stop& from, const Stop& to) const;

  const RegularTriangulation& triangulation_;
  const DiagramVertices& vertices_;
  const DomainIndex& domain_;
  DomainWindow window_;
  Index triangle_count_;
  std::vector<Piece> facets_;
  std::vector<Piece> along_boundary_;
  std::vector<ChangeOfOwner> changes_;
  std::vector<Point> crossings_;
  // Of the facet that is being cut.
  Point direction_;
  std::vector<Stop> stops_;
  std::vector<Interval> edges_along_;
};

}  // namespace brenier
