#include "brenier/space/map/centroid_mesh.hpp"

#include <algorithm>

#include "brenier/space/map/folds.hpp"

namespace brenier::space {
namespace {

std::vector<std::array<Index, 2>> edges_with_mass(const FacetTable& facets) {
  std::vector<std::array<Index, 2>> result;
  for (std::size_t k = 0; k < facets.sites.size(); ++k) {
    if (facets.masses[k] > 0.0) result.push_back(facets.sites[k]);
  }
  std::sort(result.begin(), result.end());
  return result;
}

/// The tetrahedra of the diagram's hull with sites for their corners.
std::vector<Tetrahedron> tetrahedra_of_sites(const PowerDiagram& diagram,
                                             const HullTriangulation& hull) {
  if (hull.is_flat()) return {};
  std::vector<Tetrahedron> result = hull.tetrahedra();
  for (Tetrahedron& tetrahedron : result) {
    for (Index& site : tetrahedron.sites) site = diagram.cell_site(site);
  }
  return result;
}

/// The items whose flag is set, in their order.
template <class T>
std::vector<T> chosen(const std::vector<T>& items, std::span<const char> flags) {
  std::vector<T> result;
  for (std::size_t k = 0; k < items.size(); ++k) {
    if (flags[k]) result.push_back(items[k]);
  }
  return result;
}

/// The tetrahedra whose flag is set, with new numbers for their neighbours.
std::vector<Tetrahedron> chosen_tetrahedra(const std::vector<Tetrahedron>& tetrahedra,
                                           std::span<const char> flags) {
  std::vector<Index> number(tetrahedra.size(), kNone);
  Index count = 0;
  for (std::size_t t = 0; t < tetrahedra.size(); ++t) {
    if (flags[t]) number[t] = count++;
  }
  std::vector<Tetrahedron> result = chosen(tetrahedra, flags);
  for (Tetrahedron& tetrahedron : result) {
    for (Index& neighbor : tetrahedron.neighbors) {
      if (neighbor != kNone) neighbor = number[neighbor];
    }
  }
  return result;
}

std::vector<Corners> corners_at(std::span<const Point> centroids,
                                std::span<const Tetrahedron> tetrahedra) {
  std::vector<Corners> result;
  result.reserve(tetrahedra.size());
  for (const Tetrahedron& tetrahedron : tetrahedra) {
    const auto& [a, b, c, d] = tetrahedron.sites;
    result.push_back({centroids[a], centroids[b], centroids[c], centroids[d]});
  }
  return result;
}

}  // namespace

CentroidMesh::CentroidMesh(const PowerDiagram& diagram, int workers,
                           const CheckInterrupt& interrupt)
    : edges_(edges_with_mass(diagram.facets(interrupt))) {
  const HullTriangulation& hull = diagram.hull(interrupt);
  std::vector<Tetrahedron> tetrahedra = tetrahedra_of_sites(diagram, hull);
  sides_ = connecting_sides(tetrahedra, hull.tied_groups(workers, interrupt), edges_,
                            diagram.site_count(), interrupt);
  const std::vector<Point> centroids =
      diagram.source().similarity.to_local(diagram.moments(interrupt).centroids);
  std::vector<char> is_connected(tetrahedra.size());
  for (std::size_t t = 0; t < tetrahedra.size(); ++t) {
    // A cell whose mass is nothing but rounding may have facets, and no centroid.
    const auto is_there = [&](Index site) { return std::isfinite(centroids[site].x); };
    const auto& sites = tetrahedra[t].sites;
    is_connected[t] =
        sides_.set_of[t] != kNone && std::all_of(sites.begin(), sites.end(), is_there);
  }
  sides_.set_of = chosen(sides_.set_of, is_connected);
  tetrahedra = chosen_tetrahedra(tetrahedra, is_connected);
  const std::vector<char> is_kept =
      unfolded(tetrahedra, corners_at(centroids, tetrahedra), interrupt);
  sides_.set_of = chosen(sides_.set_of, is_kept);
  for (std::size_t t = 0; t < tetrahedra.size(); ++t) {
    if (!is_kept[t]) folded_.push_back(tetrahedra[t].sites);
  }
  tetrahedra = chosen_tetrahedra(tetrahedra, is_kept);
  std::vector<Corners> corners = corners_at(centroids, tetrahedra);
  cover_.emplace(std::move(tetrahedra), std::move(corners));
}

}  // namespace brenier::space
