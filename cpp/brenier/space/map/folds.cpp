#include "brenier/space/map/folds.hpp"

#include <algorithm>

#include "brenier/unfolding.hpp"

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
  const auto all_but_the_largest = [&](Index t, const std::vector<Index>& others) {
    const auto is_larger = [&](Index other) { return volume(corners[other]) > volume(corners[t]); };
    return std::any_of(others.begin(), others.end(), is_larger) ? std::vector<Index>{t} : others;
  };
  return unfolded_but(tetrahedra, corners, all_but_the_largest, interrupt);
}

}  // namespace brenier::space
