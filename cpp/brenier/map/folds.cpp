#include "brenier/map/folds.hpp"

#include <algorithm>

#include "brenier/box_tree.hpp"
#include "brenier/plane/points/orientation.hpp"

namespace brenier {
namespace {

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

std::vector<char> unfolded(std::span<const Triangle> triangles, std::span<const Corners> corners,
                           const CheckInterrupt& interrupt) {
  const Index count = static_cast<Index>(triangles.size());
  std::vector<char> is_kept(triangles.size());
  for (Index t = 0; t < count; ++t) {
    is_kept[t] = orientation(corners[t][0], corners[t][1], corners[t][2]) > 0;
  }
  // How many triangles cover a place changes only across the edge of a triangle at the rim, one
  // that lacks a neighbour: between two that are counter-clockwise one takes over from the other.
  // So at the border of what is covered twice lies one at the rim, and as soon as none of these
  // overlaps another, none does.
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
  OccasionalCheck check_here(interrupt);
  while (!rim.empty()) {
    check_here();
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

}  // namespace brenier
