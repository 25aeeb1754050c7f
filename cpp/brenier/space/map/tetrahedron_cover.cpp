#include "brenier/space/map/tetrahedron_cover.hpp"

namespace brenier::space {

std::vector<Box> boxes_of(std::span<const Corners> corners) {
  std::vector<Box> result;
  result.reserve(corners.size());
  for (const Corners& c : corners) result.push_back(box_of(c));
  return result;
}

TetrahedronCover::TetrahedronCover(std::vector<Tetrahedron> tetrahedra,
                                   std::vector<Corners> corners)
    : tetrahedra_(std::move(tetrahedra)), corners_(std::move(corners)), tree_(boxes_of(corners_)) {}

Index TetrahedronCover::tetrahedron_containing(Point x, Index hint) const {
  // On the border of a tetrahedron, or beyond that of the cover, the tree decides. It is faster,
  // too, when the tetrahedron is not near.
  constexpr int kMaxSteps = 8;
  Index here = tetrahedra_.empty() ? kNone : hint;
  for (int step = 0; step < kMaxSteps && here != kNone; ++step) {
    const Corners& c = corners_[here];
    int inside = 0, leaves_at = kNone;
    for (int k = 0; k < 4; ++k) {
      const int side = side_of_face(c, k, x);
      inside += side > 0;
      if (side < 0) leaves_at = k;
    }
    if (inside == 4) return here;
    here = leaves_at == kNone ? kNone : tetrahedra_[here].neighbors[leaves_at];
  }
  Index result = kNone;
  tree_.for_each_containing(x, [&](Index t) {
    for (int k = 0; k < 4 && result == kNone; ++k) {
      if (side_of_face(corners_[t], k, x) < 0) return;
    }
    if (result == kNone) result = t;
  });
  return result;
}

}  // namespace brenier::space
