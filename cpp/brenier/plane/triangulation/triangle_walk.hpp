// Which triangle is a point in? Found by walking, decided exactly.
#pragma once

#include <span>

#include "brenier/plane/points/triangle.hpp"

namespace brenier {

/// Where a point lies: in a triangle or on its border (`edge` is then one that it lies on, by the
/// place of the opposite vertex, else kNone); or outside of the convex hull, beyond that edge of
/// that triangle.
struct TriangleLocation {
  Index triangle;
  int edge;
  bool is_outside;
};

/// Walks from a triangle through edges that have x on their far side; in a regular triangulation
/// that covers its convex hull no walk goes in a circle [edelsbrunner1990a].
TriangleLocation walk_to(Point x, Index start, std::span<const Triangle> triangles,
                         std::span<const Point> sites);

}  // namespace brenier
