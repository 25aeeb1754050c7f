// Triangles of which no two cover the same place, and which of them a point lies in.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "brenier/geometry/box_tree.hpp"
#include "brenier/geometry/triangle.hpp"

namespace brenier {

/// The corners of a triangle, counter-clockwise unless it is folded over.
using Corners = std::array<Point, 3>;

/// Those of the triangles, whose vertices have been moved to `corners`, that are not folded: the ones
/// that are still counter-clockwise and share no inner point with another that is. Neighbours must be
/// mutual. Of a triangle at the rim and all that overlap it, none is kept. Exact.
std::vector<char> unfolded(std::span<const Triangle> triangles, std::span<const Corners> corners);

/// Answers many queries by walking from triangle to triangle, and by a tree where that leads nowhere.
class TriangleCover {
 public:
  /// Triangles that are not folded, numbered such that near ones have near numbers.
  TriangleCover(std::vector<Triangle> triangles, std::vector<Corners> corners);

  const std::vector<Triangle>& triangles() const { return triangles_; }
  const Corners& corners(Index t) const { return corners_[t]; }

  /// The triangle with x in it, or the lowest of those with x on their border, exactly; kNone if there
  /// is none. The search starts at triangle `hint`, which does not change the answer.
  Index triangle_containing(Point x, Index hint) const;

 private:
  std::vector<Triangle> triangles_;
  std::vector<Corners> corners_;
  BoxTree tree_;
};

}  // namespace brenier
