#include "brenier/plane/triangulation/triangle_mesh.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace brenier {

Index TriangleMesh::add(Index a, Index b, Index c) {
  if (discarded_.empty()) {
    triangles_.push_back({{a, b, c}, kAlone});
    return static_cast<Index>(triangles_.size()) - 1;
  }
  const Index t = discarded_.back();
  discarded_.pop_back();
  replace(t, a, b, c);
  return t;
}

void TriangleMesh::discard(Index t) {
  triangles_[t].vertices[0] = kNone;
  discarded_.push_back(t);
}

void TriangleMesh::connect(Index t, int k, Index other) {
  triangles_[t].neighbors[k] = other;
  if (other == kNone) return;
  const Index from = triangles_[t].vertices[next(k)], to = triangles_[t].vertices[previous(k)];
  Triangle& o = triangles_[other];
  for (int m = 0; m < 3; ++m) {
    if (o.vertices[next(m)] == to && o.vertices[previous(m)] == from) o.neighbors[m] = t;
  }
}

std::vector<Triangle> TriangleMesh::in_order_of_places() && {
  if (discarded_.empty()) return std::move(triangles_);
  std::vector<Index> place_of(triangles_.size(), kNone);
  Index count = 0;
  for (std::size_t t = 0; t < triangles_.size(); ++t) {
    if (!is_discarded(static_cast<Index>(t))) place_of[t] = count++;
  }
  return renumbered(place_of);
}

std::vector<Triangle> TriangleMesh::in_order_of_vertices(Index vertex_count) && {
  const auto lowest = [&](Index t) { return std::ranges::min(triangles_[t].vertices); };
  const auto count = static_cast<Index>(triangles_.size());
  std::vector<Index> begin(vertex_count + 1, 0), place_of(count, kNone);
  for (Index t = 0; t < count; ++t) {
    if (!is_discarded(t)) ++begin[lowest(t) + 1];
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  for (Index t = 0; t < count; ++t) {
    if (!is_discarded(t)) place_of[t] = begin[lowest(t)]++;
  }
  return renumbered(place_of);
}

/// The triangles that are not discarded, each at its new place.
std::vector<Triangle> TriangleMesh::renumbered(std::span<const Index> place_of) const {
  std::vector<Triangle> result(triangles_.size() - discarded_.size());
  for (std::size_t t = 0; t < triangles_.size(); ++t) {
    if (place_of[t] == kNone) continue;
    Triangle triangle = triangles_[t];
    for (Index& neighbor : triangle.neighbors) {
      if (neighbor != kNone) neighbor = place_of[neighbor];
    }
    result[place_of[t]] = triangle;
  }
  return result;
}

}  // namespace brenier
