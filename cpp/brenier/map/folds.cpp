#include "brenier/map/folds.hpp"

#include <algorithm>

#include "brenier/unfolding.hpp"

namespace brenier {
namespace {

/// Does the line of one of a's edges have all of b on its outer side?
bool has_separating_edge(const Corners& a, const Corners& b) {
  for (int k = 0; k < 3; ++k) {
    const auto is_beyond = [&](Point p) { return side_of_face(a, k, p) <= 0; };
    if (std::all_of(b.begin(), b.end(), is_beyond)) return true;
  }
  return false;
}

}  // namespace

bool overlap(const Corners& a, const Corners& b) {
  return !has_separating_edge(a, b) && !has_separating_edge(b, a);
}

std::vector<char> unfolded(std::span<const Triangle> triangles, std::span<const Corners> corners,
                           const CheckInterrupt& interrupt) {
  const auto all = [](Index t, std::vector<Index> others) {
    others.push_back(t);
    return others;
  };
  return unfolded_but(triangles, corners, all, interrupt);
}

}  // namespace brenier
