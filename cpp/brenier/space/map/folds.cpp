#include "brenier/space/map/folds.hpp"

#include <algorithm>

#include "brenier/box_tree.hpp"
#include "brenier/space/map/tetrahedron_cover.hpp"

namespace brenier::space {
namespace {

double volume(const Corners& c) { return dot(c[1] - c[0], cross(c[2] - c[0], c[3] - c[0])); }

/// Does the plane of one of a's faces have all of b on its outer side?
bool has_separating_face(const Corners& a, const Corners& b) {
  for (int k = 0; k < 4; ++k) {
    const auto is_beyond = [&](Point p) { return side_of_face(a, k, p) <= 0; };
    if (std::all_of(b.begin(), b.end(), is_beyond)) return true;
  }
  return false;
}

/// Does a plane through two corners of a and one of b have a on one side and b on the other?
bool has_separating_edge(const Corners& a, const Corners& b) {
  for (int i = 0; i < 4; ++i) {
    for (int j = i + 1; j < 4; ++j) {
      for (const Point p : b) {
        int of_a = 0;
        bool is_separating = true;
        for (const Point q : a) {
          const int side = orientation(a[i], a[j], p, q);
          is_separating = is_separating && of_a * side >= 0;
          if (side != 0) of_a = side;
        }
        // A corner of b that is on the line of a's edge spans no plane with it.
        is_separating = is_separating && of_a != 0;
        for (const Point q : b) {
          is_separating = is_separating && of_a * orientation(a[i], a[j], p, q) <= 0;
        }
        if (is_separating) return true;
      }
    }
  }
  return false;
}

}  // namespace

bool overlap(const Corners& a, const Corners& b) {
  // A plane between two convex polyhedra can be turned until it has three corners of them.
  return !has_separating_face(a, b) && !has_separating_face(b, a) && !has_separating_edge(a, b) &&
         !has_separating_edge(b, a);
}

std::vector<char> unfolded(std::span<const Tetrahedron> tetrahedra,
                           std::span<const Corners> corners, const CheckInterrupt& interrupt) {
  const Index count = static_cast<Index>(tetrahedra.size());
  std::vector<char> is_kept(tetrahedra.size());
  for (Index t = 0; t < count; ++t) is_kept[t] = orientation(corners[t]) > 0;
  // How many tetrahedra cover a place changes only across the face of one at the rim, which lacks a
  // neighbour: between two that are positively oriented one takes over from the other. So at the
  // border of what is covered twice lies one at the rim, and as soon as none of these overlaps
  // another, none does.
  std::vector<Index> rim;
  for (Index t = 0; t < count; ++t) {
    const auto is_missing = [&](Index n) { return n == kNone || !is_kept[n]; };
    const auto& neighbors = tetrahedra[t].neighbors;
    if (is_kept[t] && std::any_of(neighbors.begin(), neighbors.end(), is_missing)) rim.push_back(t);
  }
  const auto drop = [&](Index t) {
    is_kept[t] = false;
    for (const Index n : tetrahedra[t].neighbors) {
      if (n != kNone && is_kept[n]) rim.push_back(n);
    }
  };
  const BoxTree<Box> tree(boxes_of(corners));
  OccasionalCheck check_here(interrupt);
  while (!rim.empty()) {
    check_here();
    const Index t = rim.back();
    rim.pop_back();
    if (!is_kept[t]) continue;
    std::vector<Index> smaller;
    bool is_largest = true;
    tree.for_each_meeting(box_of(corners[t]), [&](Index other) {
      if (!is_largest || other == t || !is_kept[other]) return;
      if (!overlap(corners[t], corners[other])) return;
      if (volume(corners[other]) > volume(corners[t])) {
        is_largest = false;
      } else {
        smaller.push_back(other);
      }
    });
    if (!is_largest) {
      drop(t);
    } else {
      std::for_each(smaller.begin(), smaller.end(), drop);
    }
  }
  return is_kept;
}

}  // namespace brenier::space
