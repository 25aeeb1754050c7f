#include "brenier/space/diagram/cell_surfaces.hpp"

#include <array>

#include "brenier/parallel.hpp"

namespace brenier::space {
namespace {

constexpr Index kBlock = 2048;  // tetrahedra in one task
// Lengths below this are rounding, in units of the coordinates, which are about 1.
constexpr double kRounding = 1e-13;

/// i, j, a, b: the corners of a tetrahedron in such orders that they are oriented as the
/// tetrahedron is. Around i → j, it leads counter-clockwise from a to b.
constexpr int kEdges[6][4] = {{0, 1, 2, 3}, {0, 2, 3, 1}, {0, 3, 1, 2},
                              {1, 2, 0, 3}, {1, 3, 2, 0}, {2, 3, 0, 1}};

/// Which corner a site is; without branches, which no processor could predict.
int place_of(Index site, const Tetrahedron& t) {
  return (site == t.sites[1]) + 2 * (site == t.sites[2]) + 3 * (site == t.sites[3]);
}

}  // namespace

CellSurfaces::CellSurfaces(const RegularTriangulation& triangulation,
                           const ConvexPolyhedron& domain, int workers,
                           const CheckInterrupt& interrupt)
    : triangulation_(triangulation), domain_(domain) {
  find_outside(workers, interrupt);
  find_cut_cells();
  find_origins();
}

void CellSurfaces::find_outside(int workers, const CheckInterrupt& interrupt) {
  const Index count = static_cast<Index>(triangulation_.tetrahedra().size());
  is_outside_.resize(count);
  parallel_for(
      workers, block_count(),
      [&](Index block) {
        for (Index t = block * kBlock; t < std::min((block + 1) * kBlock, count); ++t) {
          is_outside_[t] = !(domain_.excess(triangulation_.center(t)) <= -kRounding);
        }
      },
      interrupt);
}

/// Of a cut cell a corner of what is left of it: other vertices may be so far away that rounding of
/// its areas, times this distance, is more than a small volume.
void CellSurfaces::find_origins() {
  origins_.resize(triangulation_.site_count());
  const auto take = [&](Index site, Index t) {
    origins_[site] = domain_.bounds().nearest(triangulation_.center(t));
  };
  for (Index k = 0; k < triangulation_.site_count(); ++k) {
    const Index t = triangulation_.tetrahedron_of(k);
    if (t != kNone) take(k, t);
  }
  for (Index k = 0; k < static_cast<Index>(cut_cells_.size()); ++k) {
    const auto begin = cut_tetrahedra_.begin() + cut_begin_[k];
    const auto end = cut_tetrahedra_.begin() + cut_begin_[k + 1];
    const auto inside = std::find_if(begin, end, [&](Index t) { return !is_outside_[t]; });
    if (inside != end) {
      take(cut_cells_[k], *inside);
    } else {
      for_each_piece(k,
                     [&](const BoundaryPiece& piece) { origins_[piece.cell] = piece.polygon[0]; });
    }
  }
}

Index CellSurfaces::block_count() const {
  return (static_cast<Index>(triangulation_.tetrahedra().size()) + kBlock - 1) / kBlock;
}

void CellSurfaces::find_cut_cells() {
  const std::vector<Tetrahedron>& tetrahedra = triangulation_.tetrahedra();
  std::vector<Index> number(triangulation_.site_count(), kNone);
  const auto for_each_corner = [&](const Tetrahedron& t, auto&& visit) {
    for (const Index site : t.sites) {
      if (!triangulation_.is_guard(site)) visit(site);
    }
  };
  for (std::size_t t = 0; t < tetrahedra.size(); ++t) {
    if (is_outside_[t]) for_each_corner(tetrahedra[t], [&](Index site) { number[site] = 0; });
  }
  for (Index site = 0; site < triangulation_.site_count(); ++site) {
    if (number[site] == kNone) continue;
    number[site] = static_cast<Index>(cut_cells_.size());
    cut_cells_.push_back(site);
  }
  // Counted, then placed.
  cut_begin_.assign(cut_cells_.size() + 1, 0);
  for (const Tetrahedron& t : tetrahedra) {
    for_each_corner(t, [&](Index site) {
      if (number[site] != kNone) ++cut_begin_[number[site] + 1];
    });
  }
  for (std::size_t k = 1; k < cut_begin_.size(); ++k) cut_begin_[k] += cut_begin_[k - 1];
  cut_tetrahedra_.resize(cut_begin_.back());
  std::vector<Index> next(cut_begin_.begin(), cut_begin_.end() - 1);
  for (std::size_t t = 0; t < tetrahedra.size(); ++t) {
    for_each_corner(tetrahedra[t], [&](Index site) {
      if (number[site] != kNone) cut_tetrahedra_[next[number[site]]++] = static_cast<Index>(t);
    });
  }
}

/// Calls visit(i, j, ring) for every edge between two sites, once: in the block of the first of the
/// tetrahedra around it, which `ring` has in order, counter-clockwise around i → j.
template <class Visit>
void CellSurfaces::for_each_ring(Index block, Visit&& visit) const {
  const std::vector<Tetrahedron>& tetrahedra = triangulation_.tetrahedra();
  const Index count = static_cast<Index>(tetrahedra.size());
  std::vector<Index> ring;
  const auto is_first = [&](Index first, Index i, Index j, Index leave, Index pivot) {
    ring.assign(1, first);
    for (Index t = first;;) {
      t = tetrahedra[t].neighbors[place_of(leave, tetrahedra[t])];
      if (t == first) return true;
      if (t < first) return false;
      ring.push_back(t);
      const std::array<Index, 4>& sites = tetrahedra[t].sites;
      leave = std::exchange(pivot, sites[0] ^ sites[1] ^ sites[2] ^ sites[3] ^ i ^ j ^ pivot);
    }
  };
  for (Index t = block * kBlock; t < std::min((block + 1) * kBlock, count); ++t) {
    const auto& [sites, neighbors] = tetrahedra[t];
    for (const auto& edge : kEdges) {
      if (neighbors[edge[2]] < t || neighbors[edge[3]] < t) continue;
      const Index i = sites[edge[0]], j = sites[edge[1]];
      if (triangulation_.is_guard(i) || triangulation_.is_guard(j)) continue;
      const Index a = sites[edge[2]], b = sites[edge[3]];
      if (i < j ? is_first(t, i, j, a, b) : is_first(t, j, i, b, a)) {
        visit(std::min(i, j), std::max(i, j), ring);
      }
    }
  }
}

void CellSurfaces::for_each_edge(Index block,
                                 const std::function<void(Index, Index)>& visit) const {
  for_each_ring(block, [&](Index i, Index j, const std::vector<Index>&) { visit(i, j); });
}

void CellSurfaces::for_each_facet(Index block,
                                  const std::function<void(const FacetPolygon&)>& visit) const {
  std::vector<Point> polygon, scratch;
  for_each_ring(block, [&](Index i, Index j, const std::vector<Index>& ring) {
    polygon.clear();
    bool is_cut = false;
    Index before = triangulation_.representative(ring.back());
    for (const Index t : ring) {
      const DiagramVertex& vertex = triangulation_.vertex(t);
      if (vertex.representative != before) polygon.push_back(vertex.point);
      before = vertex.representative;
      is_cut = is_cut || is_outside_[t];
    }
    if (polygon.size() < 3) return;  // the cells meet in an edge or a point
    if (is_cut) {
      for (Index f = 0; f < domain_.face_count() && !polygon.empty(); ++f) {
        clip(polygon, domain_.half_space(f), scratch);
      }
      if (polygon.size() < 3) return;
    }
    const Point along = triangulation_.sites()[j] - triangulation_.sites()[i];
    const Point normal = (1.0 / norm(along)) * along;
    double area = area_towards(polygon, normal);
    if (is_cut) {
      const double length = box_of(polygon).size();
      if (!(area > kRounding * length) || lies_on_boundary(polygon, nearer_to(i, j))) return;
    }
    // Two cells that meet in a facet do so by however little.
    area = std::max(area, std::numeric_limits<double>::min());
    visit({i, j, normal, area, polygon});
  });
}

HalfSpace CellSurfaces::nearer_to(Index i, Index j) const {
  const WeightedPoint near = triangulation_.weighted(i), far = triangulation_.weighted(j);
  const Point along = far.point - near.point;
  const double distance = norm(along);
  const Point normal = (1.0 / distance) * along;
  const double change = near.weight - far.weight;
  return {normal, dot(normal, near.point) + 0.5 * (distance + change / distance)};
}

/// Is a face of the domain in the plane between two cells, up to rounding?
bool CellSurfaces::coincide(const HalfSpace& bisector, Index face) const {
  const std::vector<Point>& polygon = domain_.polygon(face);
  return std::all_of(polygon.begin(), polygon.end(),
                     [&](Point p) { return std::abs(bisector.excess(p)) <= kRounding; });
}

bool CellSurfaces::lies_on_boundary(std::span<const Point> polygon,
                                    const HalfSpace& bisector) const {
  for (Index f = 0; f < domain_.face_count(); ++f) {
    const HalfSpace& side = domain_.half_space(f);
    if (std::all_of(polygon.begin(), polygon.end(),
                    [&](Point p) { return side.excess(p) >= -2.0 * kRounding; }) &&
        coincide(bisector, f)) {
      return true;
    }
  }
  return false;
}

std::vector<Index> CellSurfaces::neighbors(Index cut_cell) const {
  std::vector<Index> result;
  const Index cell = cut_cells_[cut_cell];
  for (Index k = cut_begin_[cut_cell]; k < cut_begin_[cut_cell + 1]; ++k) {
    for (const Index site : triangulation_.tetrahedra()[cut_tetrahedra_[k]].sites) {
      if (site != cell && !triangulation_.is_guard(site)) result.push_back(site);
    }
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

void CellSurfaces::for_each_piece(Index cut_cell,
                                  const std::function<void(const BoundaryPiece&)>& visit) const {
  const Index cell = cut_cells_[cut_cell];
  std::vector<HalfSpace> sides;
  std::vector<Point> polygon, scratch;
  for (Index f = 0; f < domain_.face_count(); ++f) {
    const HalfSpace& face = domain_.half_space(f);
    bool may_reach = false;
    for (Index k = cut_begin_[cut_cell]; k < cut_begin_[cut_cell + 1] && !may_reach; ++k) {
      may_reach = !(face.excess(triangulation_.center(cut_tetrahedra_[k])) <= -kRounding);
    }
    if (!may_reach) continue;
    if (sides.empty()) {
      for (const Index j : neighbors(cut_cell)) sides.push_back(nearer_to(cell, j));
    }
    polygon = domain_.polygon(f);
    for (const HalfSpace& side : sides) {
      // On a plane between two cells that is the domain's own face, the cell inside has all of it.
      if (coincide(side, f)) {
        if (dot(side.normal, face.normal) < 0.0) polygon.clear();
      } else {
        clip(polygon, side, scratch);
      }
      if (polygon.size() < 3) break;
    }
    if (polygon.size() < 3) continue;
    const double area = area_towards(polygon, face.normal);
    if (!(area > kRounding * box_of(polygon).size())) continue;
    visit({cell, f, face.normal, area, polygon});
  }
}

}  // namespace brenier::space
