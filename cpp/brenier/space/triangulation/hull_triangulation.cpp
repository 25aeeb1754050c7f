#include "brenier/space/triangulation/hull_triangulation.hpp"

#include <numeric>
#include <utility>

#include "brenier/classes.hpp"
#include "brenier/parallel.hpp"

namespace brenier::space {
namespace {

constexpr Index kTask = 4096;  // tetrahedra in one task

/// Have they, together with p, one dimension more than without it?
bool is_independent(std::span<const Point> points, Point p) {
  switch (points.size()) {
    case 0:
      return true;
    case 1:
      return !(p == points[0]);
    case 2:
      return !are_collinear(points[0], points[1], p);
    default:
      return orientation(points[0], points[1], points[2], p) != 0;
  }
}

}  // namespace

HullTriangulation::HullTriangulation(const OrderedSites& sites, std::span<const double> weights,
                                     const CheckInterrupt& interrupt)
    : site_count_(static_cast<Index>(sites.points.size())) {
  for (Index k = 0; k < site_count_; ++k) points_.push_back({sites.points[k], weights[k]});
  add_apexes(interrupt);
  std::vector<Index> order(points_.size() - site_count_);
  std::iota(order.begin(), order.end(), site_count_);
  order.insert(order.end(), sites.order.begin(), sites.order.end());
  tetrahedra_ = regular_tetrahedra(points_, order, interrupt);
}

/// The first four points that are in no plane, of the sites and, as far as these have none, of
/// their surroundings.
void HullTriangulation::add_apexes(const CheckInterrupt& interrupt) {
  OccasionalCheck check_here(interrupt);
  std::vector<Point> span;
  Box box;
  for (Index k = 0; k < site_count_; ++k) {
    check_here();
    const Point p = points_[k].point;
    box.add(p);
    if (span.size() < 4 && is_independent(span, p)) span.push_back(p);
  }
  const double size = box.size() > 0.0 ? box.size() : 1.0;
  for (const Point axis : {Point{1, 0, 0}, Point{0, 1, 0}, Point{0, 0, 1}}) {
    const Point apex = box.center() + size * axis;
    if (span.size() < 4 && is_independent(span, apex)) {
      span.push_back(apex);
      points_.push_back({apex, 0.0});
    }
  }
}

Corners HullTriangulation::corners(Index tetrahedron) const {
  const auto& sites = tetrahedra_[tetrahedron].sites;
  return {points_[sites[0]].point, points_[sites[1]].point, points_[sites[2]].point,
          points_[sites[3]].point};
}

std::vector<Index> HullTriangulation::tied_groups(int workers,
                                                  const CheckInterrupt& interrupt) const {
  const Index count = static_cast<Index>(tetrahedra_.size());
  std::vector<std::vector<std::pair<Index, Index>>> tied((count + kTask - 1) / kTask);
  parallel_for(
      workers, static_cast<Index>(tied.size()),
      [&](Index task) {
        for (Index t = task * kTask; t < std::min((task + 1) * kTask, count); ++t) {
          for (const Index other : tetrahedra_[t].neighbors) {
            if (other == kNone || other < t) continue;
            const Tetrahedron& beyond = tetrahedra_[other];
            const auto back = std::find(beyond.neighbors.begin(), beyond.neighbors.end(), t);
            const Index apex = beyond.sites[back - beyond.neighbors.begin()];
            std::array<WeightedPoint, 4> own;
            for (int k = 0; k < 4; ++k) own[k] = points_[tetrahedra_[t].sites[k]];
            if (share_power_center(own, points_[apex])) tied[task].emplace_back(t, other);
          }
        }
      },
      interrupt);
  Classes groups(count);
  for (const auto& pairs : tied) {
    for (const auto& [t, other] : pairs) groups.unite(t, other);
  }
  std::vector<Index> lowest(count);
  for (Index t = 0; t < count; ++t) lowest[t] = groups.first(t);
  return lowest;
}

Index HullTriangulation::tetrahedron_containing(Point x, Index& here) const {
  // A walk towards x cannot go in circles: tetrahedra of a regular triangulation, as seen from x,
  // are in an order [edelsbrunner1990a].
  while (true) {
    const Corners c = corners(here);
    int face = 0;
    while (face < 4 && side_of_face(c, face, x) >= 0) ++face;
    if (face == 4) return here;
    const Index beyond = tetrahedra_[here].neighbors[face];
    if (beyond == kNone) return kNone;
    here = beyond;
  }
}

}  // namespace brenier::space
