#include "brenier/map/triangle_cover.hpp"

#include "brenier/plane/points/orientation.hpp"

namespace brenier {
TriangleCover::TriangleCover(std::vector<Triangle> triangles, std::vector<Corners> corners)
    : triangles_(std::move(triangles)), corners_(std::move(corners)), tree_(boxes_of(corners_)) {}

Index TriangleCover::triangle_containing(Point x, Index hint) const {
  // On the border of a triangle, or beyond that of the cover, the tree decides. It is faster, too,
  // when the triangle is not near.
  constexpr int kMaxSteps = 4;
  Index here = triangles_.empty() ? kNone : hint;
  for (int step = 0; step < kMaxSteps && here != kNone; ++step) {
    const Corners& c = corners_[here];
    int inside = 0, leaves_at = kNone;
    for (int k = 0; k < 3; ++k) {
      const int side = orientation(c[next(k)], c[previous(k)], x);
      inside += side > 0;
      if (side < 0) leaves_at = k;
    }
    if (inside == 3) return here;
    here = leaves_at == kNone ? kNone : triangles_[here].neighbors[leaves_at];
  }
  Index result = kNone;
  tree_.for_each_containing(x, [&](Index t) {
    const Corners& c = corners_[t];
    for (int k = 0; k < 3 && result == kNone; ++k) {
      if (orientation(c[k], c[next(k)], x) < 0) return;
    }
    if (result == kNone) result = t;
  });
  return result;
}

}  // namespace brenier
