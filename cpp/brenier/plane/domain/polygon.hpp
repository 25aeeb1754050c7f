// The domain: a compact polygon, convex or not, with or without holes, in one part or several.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "brenier/error.hpp"
#include "brenier/plane/points/box.hpp"

namespace brenier {

/// A closed chain of vertices; the first is not repeated at the end.
using Ring = std::vector<Point>;

/// Raises InvalidArgument, naming the first vertex with a coordinate that is not finite or too
/// large.
void require_finite(const std::vector<Ring>& rings);

/// An edge p → q of the domain's boundary, the interior on its left.
struct BoundaryEdge {
  Point p;
  Point q;
};

/// Does the ray from x straight up cross the edge? A point with an odd number of edges above it is
/// inside.
bool lies_above(BoundaryEdge edge, Point x);

/// Rings of which two edges cross or overlap, and which: by ring and first vertex as they were
/// given.
class ClashingRings : public InvalidArgument {
 public:
  struct Edge {
    std::size_t ring;
    std::size_t vertex;

    friend std::ostream& operator<<(std::ostream& out, Edge e) {
      return out << "vertex " << e.vertex << " of ring " << e.ring;
    }
  };

  ClashingRings(const std::string& message, Edge first, Edge second, bool do_cross)
      : InvalidArgument(message), edge(first), other(second), cross(do_cross) {}

  Edge edge;
  Edge other;
  bool cross;  // or else they overlap
};

/// Does a ring that does not cross itself run counter-clockwise? Exactly.
bool is_counterclockwise(std::span<const Point> ring);

/// Does a ring enclose another one, which does not cross it? They may touch in points.
bool encloses(std::span<const Point> ring, std::span<const Point> other);

/// A region bounded by rings that do not cross: what an odd number of them enclose. They may touch,
/// each other or themselves, in single points.
///
/// The rings may come in either orientation, with or without the first vertex repeated at the end;
/// repeated neighbours are dropped. Inside, outer rings run counter-clockwise and holes clockwise.
///
/// Raises InvalidArgument when a vertex is not finite, or when a ring has fewer than three distinct
/// vertices; ClashingRings when edges cross, or overlap along a length, as those of any ring
/// without area do.
class Polygon {
 public:
  explicit Polygon(const std::vector<Ring>& rings);

  /// The vertices of all rings; ring r holds [ring_begin(r), ring_begin(r + 1)), and boundary edge
  /// k starts at vertex k.
  const std::vector<Point>& vertices() const { return vertices_; }
  Index ring_count() const { return static_cast<Index>(ring_begin_.size()) - 1; }
  Index ring_begin(Index r) const { return ring_begin_[r]; }
  std::span<const Point> ring(Index r) const {
    return std::span(vertices_).subspan(ring_begin_[r], ring_begin_[r + 1] - ring_begin_[r]);
  }
  Index edge_count() const { return static_cast<Index>(vertices_.size()); }
  BoundaryEdge edge(Index k) const { return {vertices_[k], vertices_[next_[k]]}; }
  /// The vertex after vertex k in its ring.
  Index next(Index k) const { return next_[k]; }

  const Box& box() const { return box_; }
  double area() const { return area_; }
  bool is_convex() const { return is_convex_; }
  /// Is x inside? Points of the boundary belong to one side of it only (orientation.hpp).
  bool contains(Point x) const;

  /// The polygon after x ↦ scale · (x - origin), scale > 0.
  Polygon moved(Point origin, double scale) const;

 private:
  void orient_rings();
  void measure();

  std::vector<Point> vertices_;
  std::vector<Index> next_;
  std::vector<Index> ring_begin_;
  Box box_;
  double area_ = 0.0;
  bool is_convex_ = false;
};

/// The polygon that a box is.
Polygon rectangle(const Box& box);

}  // namespace brenier
