#include "brenier/space/periodic/torus_surfaces.hpp"

#include <algorithm>
#include <tuple>

#include "brenier/space/diagram/clip.hpp"

namespace brenier::space {
namespace {

constexpr Index kBlockOfEdges = 2048;  // tetrahedra in one task

/// From corner `from` to corner `to` of a tetrahedron, with the other two in such an order that all
/// are oriented as it is: around the edge, it leads counter-clockwise from the first to the second.
struct Edge {
  int from, to, leave, pivot;
};
constexpr Edge kEdges[6] = {{0, 1, 2, 3}, {0, 2, 3, 1}, {0, 3, 1, 2},
                            {1, 2, 0, 3}, {1, 3, 2, 0}, {2, 3, 0, 1}};

/// The same for any two corners.
Edge edge_between(int from, int to) {
  for (const Edge& e : kEdges) {
    if (e.from == from && e.to == to) return e;
    if (e.from == to && e.to == from) return {from, to, e.pivot, e.leave};
  }
  return kEdges[0];
}

}  // namespace

TorusSurfaces::TorusSurfaces(const TorusTriangulation& triangulation)
    : triangulation_(triangulation), origins_(triangulation.copies().site_count()) {
  for (Index site = 0; site < triangulation.copies().site_count(); ++site) {
    const Index at = triangulation.corner_of(site);
    if (at == kNone) continue;
    origins_[site] =
        triangulation.center(at / 4, SmallShift{} - triangulation.shift(at / 4, at % 4));
  }
}

Index TorusSurfaces::block_count() const {
  return (triangulation_.size() + kBlockOfEdges - 1) / kBlockOfEdges;
}

bool TorusSurfaces::walk(Index first, int from, int to, std::vector<CellCorner>& corners) const {
  corners.clear();
  auto [i, j, leave, pivot] = edge_between(from, to);
  SmallShift shift = SmallShift{} - triangulation_.shift(first, from);
  Index t = first;
  do {
    const TorusVertex& vertex = triangulation_.vertex(t);
    const CellCorner here{vertex.representative, vertex.offset + shift};
    if (corners.empty() || corners.back() != here) corners.push_back(here);
    const TorusLink& link = triangulation_[t].links[leave];
    t = link.neighbor;
    shift = shift + link.shift;
    i = link.corner(i);
    j = link.corner(j);
    leave = link.corner(pivot);
    pivot = 6 - i - j - leave;
    if (t < first) return false;
  } while (t != first);
  while (corners.size() > 1 && corners.front() == corners.back()) corners.pop_back();
  return true;
}

void TorusSurfaces::for_each_facet(Index block,
                                   const std::function<void(const TorusFacet&)>& visit) const {
  const SiteCopies& copies = triangulation_.copies();
  const Torus& torus = triangulation_.torus();
  std::vector<CellCorner> corners;
  std::vector<Point> polygon;
  const Index end = std::min((block + 1) * kBlockOfEdges, triangulation_.size());
  for (Index t = block * kBlockOfEdges; t < end; ++t) {
    const TorusTetrahedron& tetrahedron = triangulation_[t];
    for (const Edge& e : kEdges) {
      if (tetrahedron.links[e.leave].neighbor < t || tetrahedron.links[e.pivot].neighbor < t) {
        continue;
      }
      const SmallShift way = triangulation_.shift(t, e.to) - triangulation_.shift(t, e.from);
      const bool is_forward = std::tuple(triangulation_.site(t, e.from), SmallShift{}) <
                              std::tuple(triangulation_.site(t, e.to), way);
      const int from = is_forward ? e.from : e.to, to = is_forward ? e.to : e.from;
      if (!walk(t, from, to, corners) || corners.size() < 3) continue;
      const Index i = triangulation_.site(t, from), j = triangulation_.site(t, to);
      const SmallShift shift = is_forward ? way : SmallShift{} - way;
      polygon.clear();
      for (const CellCorner& corner : corners) polygon.push_back(place(corner));
      const Point along = torus.shifted(copies.points()[j], shift) - copies.points()[i];
      const Point normal = (1.0 / norm(along)) * along;
      // Two cells that meet in a facet do so by however little.
      const double area =
          std::max(area_towards(polygon, normal), std::numeric_limits<double>::min());
      visit({i, j, shift, normal, area, polygon});
    }
  }
}

void TorusSurfaces::for_each_facet_of(
    std::span<const Index> corners_of_site,
    const std::function<void(Index, std::span<const CellCorner>)>& visit) const {
  std::vector<CellCorner> corners;
  for (const Index at : corners_of_site) {
    for (int to = 0; to < 4; ++to) {
      if (to == at % 4 || !walk(at / 4, at % 4, to, corners) || corners.size() < 3) continue;
      visit(triangulation_.site(at / 4, to), corners);
    }
  }
}

}  // namespace brenier::space
