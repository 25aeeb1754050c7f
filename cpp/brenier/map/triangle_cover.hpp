// Of triangles that do not overlap, which one is a point in?
#pragma once

#include <vector>

#include "brenier/box_tree.hpp"
#include "brenier/plane/points/corners.hpp"
#include "brenier/plane/points/triangle.hpp"

namespace brenier {

/// Answers many queries by walking from triangle to triangle, and by a tree where that leads
/// nowhere.
class TriangleCover {
 public:
  /// Triangles that are not folded, numbered such that near ones have near numbers.
  TriangleCover(std::vector<Triangle> triangles, std::vector<Corners> corners);

  const std::vector<Triangle>& triangles() const { return triangles_; }
  const Corners& corners(Index t) const { return corners_[t]; }

  /// The triangle with x in it, or the lowest of those with x on their border, exactly; kNone if
  /// there is none. The search starts at triangle `hint`, which does not change the answer.
  Index triangle_containing(Point x, Index hint) const;

 private:
  std::vector<Triangle> triangles_;
  std::vector<Corners> corners_;
  BoxTree<Box> tree_;
};

}  // namespace brenier
