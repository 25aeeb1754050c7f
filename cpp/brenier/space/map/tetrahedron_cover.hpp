// Of tetrahedra that do not overlap, which one is a point in?
#pragma once

#include <span>
#include <vector>

#include "brenier/box_tree.hpp"
#include "brenier/space/points/corners.hpp"
#include "brenier/space/triangulation/cgal_triangulation.hpp"

namespace brenier::space {

std::vector<Box> boxes_of(std::span<const Corners> corners);

/// Answers many queries by walking from tetrahedron to tetrahedron, and by a tree where that leads
/// nowhere.
class TetrahedronCover {
 public:
  /// Tetrahedra that are not folded, numbered such that near ones have near numbers.
  TetrahedronCover(std::vector<Tetrahedron> tetrahedra, std::vector<Corners> corners);

  const std::vector<Tetrahedron>& tetrahedra() const { return tetrahedra_; }
  const Corners& corners(Index t) const { return corners_[t]; }

  /// The tetrahedron with x in it, or the lowest of those with x on their border, exactly; kNone if
  /// there is none. The search starts at tetrahedron `hint`, which does not change the answer.
  Index tetrahedron_containing(Point x, Index hint) const;

 private:
  std::vector<Tetrahedron> tetrahedra_;
  std::vector<Corners> corners_;
  BoxTree<Box> tree_;
};

}  // namespace brenier::space
