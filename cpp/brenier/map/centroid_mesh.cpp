#include "brenier/map/centroid_mesh.hpp"

#include <algorithm>

#include "brenier/map/folds.hpp"

namespace brenier {
namespace {

/// Numbers of edges by their sites.
class MapEdgeTable {
 public:
  MapEdgeTable(std::span<const MapEdge> edges, Index site_count) : edges_(edges) {
    begin_.assign(site_count + 1, 0);
    for (const MapEdge& edge : edges) ++begin_[edge.sites[0] + 1];
    for (Index k = 0; k < site_count; ++k) begin_[k + 1] += begin_[k];
  }

  Index operator()(Index a, Index b) const {
    const auto [low, high] = std::minmax(a, b);
    const auto begin = edges_.begin() + begin_[low], end = edges_.begin() + begin_[low + 1];
    const auto at = std::lower_bound(
        begin, end, high, [](const MapEdge& edge, Index site) { return edge.sites[1] < site; });
    const bool is_there = at != end && at->sites[1] == high;
    return is_there ? static_cast<Index>(at - edges_.begin()) : kNone;
  }

 private:
  std::span<const MapEdge> edges_;
  std::vector<Index> begin_;
};

/// The items whose flag is set, in their order.
template <class T>
std::vector<T> chosen(const std::vector<T>& items, const std::vector<char>& flags) {
  std::vector<T> result;
  for (std::size_t k = 0; k < items.size(); ++k) {
    if (flags[k]) result.push_back(items[k]);
  }
  return result;
}

/// The triangles whose flag is set, with new numbers for their neighbours.
std::vector<Triangle> chosen_triangles(const std::vector<Triangle>& triangles,
                                       const std::vector<char>& flags) {
  std::vector<Index> number(triangles.size(), kNone);
  Index count = 0;
  for (std::size_t t = 0; t < triangles.size(); ++t) {
    if (flags[t]) number[t] = count++;
  }
  std::vector<Triangle> result = chosen(triangles, flags);
  for (Triangle& triangle : result) {
    for (Index& neighbor : triangle.neighbors) {
      if (neighbor != kNone) neighbor = number[neighbor];
    }
  }
  return result;
}

}  // namespace

CentroidMesh::CentroidMesh(const PowerDiagram& diagram, std::span<const Point> sites,
                           const CheckInterrupt& interrupt)
    : site_count_(diagram.site_count()), edges_(map_edges(diagram.facets(interrupt), sites)) {
  check(interrupt);
  std::vector<Triangle> triangles = diagram.triangles();
  const std::vector<Point> centroids =
      diagram.source().similarity.to_local(diagram.moments(interrupt).centroids);
  const MapEdgeTable edge_of(edges_, site_count_);
  std::vector<char> is_connected(triangles.size());
  OccasionalCheck check_here(interrupt);
  for (std::size_t t = 0; t < triangles.size(); ++t) {
    check_here();
    const auto& [a, b, c] = triangles[t].vertices;
    edges_of_triangles_.push_back({edge_of(b, c), edge_of(c, a), edge_of(a, b)});
    const auto& edges = edges_of_triangles_.back();
    // A cell whose mass is nothing but rounding may have facets, and no centroid.
    is_connected[t] = std::count(edges.begin(), edges.end(), kNone) <= 1 &&
                      is_finite(centroids[a]) && is_finite(centroids[b]) && is_finite(centroids[c]);
  }
  edges_of_triangles_ = chosen(edges_of_triangles_, is_connected);
  triangles = chosen_triangles(triangles, is_connected);
  check(interrupt);

  std::vector<Corners> corners;
  corners.reserve(triangles.size());
  for (const Triangle& triangle : triangles) {
    const auto& [a, b, c] = triangle.vertices;
    corners.push_back({centroids[a], centroids[b], centroids[c]});
  }
  std::vector<char> is_kept = unfolded(triangles, corners, interrupt);
  edges_of_triangles_ = chosen(edges_of_triangles_, is_kept);
  cover_.emplace(chosen_triangles(triangles, is_kept), chosen(corners, is_kept));
  for (std::size_t t = 0; t < triangles.size(); ++t) {
    if (!is_kept[t]) folded_.push_back(triangles[t].vertices);
  }
}

}  // namespace brenier
