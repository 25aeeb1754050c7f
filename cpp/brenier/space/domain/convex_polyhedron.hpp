// The domain in space: a convex polyhedron.
#pragma once

#include <span>
#include <vector>

#include "brenier/space/points/point.hpp"

namespace brenier::space {

/// The half-space of the x with <normal, x> <= offset; the normal is of length 1 for a domain's
/// faces.
struct HalfSpace {
  Point normal;
  double offset;

  double excess(Point x) const { return dot(normal, x) - offset; }
};

/// A convex polyhedron by its vertices and faces. Each face is a polygon in the order in which it
/// is seen counter-clockwise from outside. Faces in one plane are welcome.
class ConvexPolyhedron {
 public:
  /// Coordinates are about 1. Raises InvalidArgument, naming the first bad vertex or face, unless
  /// the surface is closed, convex and oriented, and encloses a volume.
  ConvexPolyhedron(std::vector<Point> vertices, std::vector<std::vector<Index>> faces);

  const std::vector<Point>& vertices() const { return vertices_; }
  const std::vector<std::vector<Index>>& faces() const { return faces_; }
  Index face_count() const { return static_cast<Index>(faces_.size()); }
  /// The half-space of a face, and the face's polygon.
  const HalfSpace& half_space(Index face) const { return half_spaces_[face]; }
  const std::vector<Point>& polygon(Index face) const { return polygons_[face]; }

  const Box& bounds() const { return bounds_; }
  double volume() const { return volume_; }
  Point centroid() const { return centroid_; }
  /// By how much, at most, x lies outside of a face's half-space; NaN if x is no number.
  double excess(Point x) const;
  bool contains(Point x) const { return excess(x) <= 0.0; }

 private:
  void require_indices() const;
  void require_closed() const;
  void require_one_body() const;
  void add_planes();
  void require_convex() const;
  void measure();

  std::vector<Point> vertices_;
  std::vector<std::vector<Index>> faces_;
  std::vector<HalfSpace> half_spaces_;
  std::vector<std::vector<Point>> polygons_;
  Box bounds_;
  double volume_ = 0.0;
  Point centroid_;
};

/// The surface of a box, oriented.
struct Surface {
  std::vector<Point> vertices;
  std::vector<std::vector<Index>> faces;
};
Surface box_surface(Point low, Point high);

}  // namespace brenier::space
