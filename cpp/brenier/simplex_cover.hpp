// Of simplices that do not overlap, which one is a point in? Of triangles in the plane, of
// tetrahedra in space.
#pragma once

#include <tuple>
#include <utility>
#include <vector>

#include "brenier/box.hpp"
#include "brenier/box_tree.hpp"
#include "brenier/index.hpp"

namespace brenier {

/// The box of each simplex, from the places of its corners.
template <class List>
auto boxes_of(const List& corners) {
  std::vector<decltype(box_of(corners[0]))> result;
  result.reserve(corners.size());
  for (const auto& c : corners) result.push_back(box_of(c));
  return result;
}

/// Answers many queries by walking from simplex to simplex, and by a tree where that leads nowhere.
template <class Simplex, class Corners>
class SimplexCover {
 public:
  using Point = typename Corners::value_type;
  static constexpr int kCorners = std::tuple_size_v<Corners>;

  /// Simplices that are not folded, numbered such that near ones have near numbers.
  SimplexCover(std::vector<Simplex> simplices, std::vector<Corners> corners)
      : simplices_(std::move(simplices)), corners_(std::move(corners)), tree_(boxes_of(corners_)) {}

  const std::vector<Simplex>& simplices() const { return simplices_; }
  const Corners& corners(Index t) const { return corners_[t]; }

  /// The simplex with x in it, or the lowest of those with x on their border, exactly; kNone if
  /// there is none. The search starts at simplex `hint`, which does not change the answer.
  Index containing(Point x, Index hint) const {
    // On the border of a simplex, or beyond that of the cover, the tree decides. It is faster, too,
    // when the simplex is not near.
    constexpr int kMaxSteps = kIsPlanar<Point> ? 4 : 8;
    Index here = simplices_.empty() ? kNone : hint;
    for (int step = 0; step < kMaxSteps && here != kNone; ++step) {
      int inside = 0, leaves_at = kNone;
      for (int k = 0; k < kCorners; ++k) {
        const int side = side_of_face(corners_[here], k, x);
        inside += side > 0;
        if (side < 0) leaves_at = k;
      }
      if (inside == kCorners) return here;
      here = leaves_at == kNone ? kNone : simplices_[here].neighbors[leaves_at];
    }
    Index result = kNone;
    tree_.for_each_containing(x, [&](Index t) {
      for (int k = 0; k < kCorners && result == kNone; ++k) {
        if (side_of_face(corners_[t], k, x) < 0) return;
      }
      if (result == kNone) result = t;
    });
    return result;
  }

 private:
  std::vector<Simplex> simplices_;
  std::vector<Corners> corners_;
  BoxTree<BoxOf<Point>> tree_;
};

}  // namespace brenier
