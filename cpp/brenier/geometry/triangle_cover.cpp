#include "brenier/geometry/triangle_cover.hpp"

#include <algorithm>

#include "brenier/geometry/orientation.hpp"

namespace brenier {
namespace {

Box box_of(const Corners& corners) {
  Box box;
  for (const Point& corner : corners) box.add(corner);
  return box;
}

std::vector<Box> boxes_of(std::span<const Corners> corners) {
  std::vector<Box> result(corners.size());
  std::transform(corners.begin(), corners.end(), result.begin(), box_of);
  return result;
}

/// Does the line of one of a's edges have all of b on its outer side?
bool has_separating_edge(const Corners& a, const Corners& b) {
  for (int k = 0; k < 3; ++k) {
    const auto is_beyond = [&](Point p) { return orientation(a[k], a[next(k)], p) <= 0; };
    if (std::all_of(b.begin(), b.end(), is_beyond)) return true;
  }
  return false;
}

bool overlap(const Corners& a, const Corners& b) {
  return !has_separating_edge(a, b) && !has_separating_edge(b, a);
}

}  // namespace

std::vector<char> unfolded(std::span<const Triangle> triangles, std::span<const Corners> corners) {
  const Index count = static_cast<Index>(triangles.size());
  std::vector<char> is_kept(triangles.size());
  for (Index t = 0; t < count; ++t) {
    is_kept[t] = orientation(corners[t][0], corners[t][1], corners[t][2]) > 0;
  }
  // How many triangles cover a place changes only across the edge of a triangle at the rim, one that
  // lacks a neighbour: between two that are counter-clockwise one takes over from the other. So at the
  // border of what is covered twice lies one at the rim, and as soon as none of these overlaps
  // another, none does.
  std::vector<Index> rim;
  for (Index t = 0; t < count; ++t) {
    const auto is_missing = [&](Index n) { return n == kNone || !is_kept[n]; };
    const auto& neighbors = triangles[t].neighbors;
    if (is_kept[t] && std::any_of(neighbors.begin(), neighbors.end(), is_missing)) rim.push_back(t);
  }
  const auto drop = [&](Index t) {
    is_kept[t] = false;
    for (const Index n : triangles[t].neighbors) {
      if (n != kNone && is_kept[n]) rim.push_back(n);
    }
  };
  const BoxTree tree(boxes_of(corners));
  while (!rim.empty()) {
    const Index t = rim.back();
    rim.pop_back();
    if (!is_kept[t]) continue;
    bool is_alone = true;
    tree.for_each_meeting(box_of(corners[t]), [&](Index other) {
      if (other == t || !is_kept[other] || !overlap(corners[t], corners[other])) return;
      is_alone = false;
      drop(other);
    });
    if (!is_alone) drop(t);
  }
  return is_kept;
}

TriangleCover::TriangleCover(std::vector<Triangle> triangles, std::vector<Corners> corners)
    : triangles_(std::move(triangles)), corners_(std::move(corners)), tree_(boxes_of(corners_)) {}

Index TriangleCover::triangle_containing(Point x, Index hint) const {
  // On the border of a triangle, or beyond that of the cover, the tree decides. It is faster, too, when
  // the triangle is not near.
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
