// A mesh of simplices made flat again when its corners have been moved: triangles in the plane,
// tetrahedra in space.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/simplex_cover.hpp"

namespace brenier {

/// Those of the simplices that are kept so that each place is covered once at most: of those that
/// are still positively oriented all but losers(t, others), a list of some of t and the others that
/// share an inner point with it. Neighbours must be mutual.
template <class Simplex, class Corners, class Losers>
std::vector<char> unfolded_but(std::span<const Simplex> simplices, std::span<const Corners> corners,
                               Losers&& losers, const CheckInterrupt& interrupt) {
  const Index count = static_cast<Index>(simplices.size());
  std::vector<char> is_kept(simplices.size());
  for (Index t = 0; t < count; ++t) is_kept[t] = side_of_face(corners[t], 0, corners[t][0]) > 0;
  // How many simplices cover a place changes only across the face of one at the rim, which lacks a
  // neighbour: between two that are positively oriented one takes over from the other. So at the
  // border of what is covered twice lies one at the rim, and as soon as none of these overlaps
  // another, none does.
  std::vector<Index> rim;
  for (Index t = 0; t < count; ++t) {
    const auto is_missing = [&](Index n) { return n == kNone || !is_kept[n]; };
    const auto& neighbors = simplices[t].neighbors;
    if (is_kept[t] && std::any_of(neighbors.begin(), neighbors.end(), is_missing)) rim.push_back(t);
  }
  const BoxTree tree(boxes_of(corners));
  OccasionalCheck check_here(interrupt);
  while (!rim.empty()) {
    check_here();
    const Index t = rim.back();
    rim.pop_back();
    if (!is_kept[t]) continue;
    std::vector<Index> others;
    tree.for_each_meeting(box_of(corners[t]), [&](Index other) {
      if (other != t && is_kept[other] && overlap(corners[t], corners[other])) {
        others.push_back(other);
      }
    });
    if (others.empty()) continue;
    for (const Index loser : losers(t, others)) {
      is_kept[loser] = false;
      for (const Index n : simplices[loser].neighbors) {
        if (n != kNone && is_kept[n]) rim.push_back(n);
      }
    }
  }
  return is_kept;
}

}  // namespace brenier
