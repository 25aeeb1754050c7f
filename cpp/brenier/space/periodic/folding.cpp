#include "brenier/space/periodic/folding.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "brenier/classes.hpp"
#include "brenier/parallel.hpp"
#include "brenier/space/periodic/seam.hpp"
#include "brenier/space/triangulation/power_center.hpp"

namespace brenier::space {
namespace {

constexpr Index kBlock = 4096;  // tetrahedra in one task

/// Calls task(t) for all t < count, in blocks on threads.
template <class Task>
void for_all(Index count, int workers, const CheckInterrupt& interrupt, Task&& task) {
  parallel_for(
      workers, (count + kBlock - 1) / kBlock,
      [&](Index block) {
        for (Index t = block * kBlock; t < std::min((block + 1) * kBlock, count); ++t) task(t);
      },
      interrupt);
}

/// Is this one of all copies of a tetrahedron the one whose power centre is in the box? Within
/// rounding of its faces, that of the copy whose first site is not shifted decides: so that exactly
/// one copy is.
class InBox {
 public:
  InBox(const RegularTriangulation& triangulation, const SiteCopies& copies, const Torus& torus)
      : triangulation_(triangulation), copies_(copies), torus_(torus), period_(torus.period()) {}

  bool operator()(Index t) const {
    const std::array<Index, 4>& sites = triangulation_.tetrahedra()[t].sites;
    for (const Index k : sites) {
      if (triangulation_.is_guard(k)) return false;
    }
    const Point c = triangulation_.center(t);
    const double least =
        std::min({c.x, c.y, c.z, period_.x - c.x, period_.y - c.y, period_.z - c.z});
    if (std::abs(least) > kRounding) return least > 0.0;
    return is_decided_by_first(sites);
  }

 private:
  static constexpr double kRounding = 1e-9;  // much more; coordinates are about 1

  bool is_decided_by_first(std::array<Index, 4> sites) const {
    std::sort(sites.begin(), sites.end(), [&](Index a, Index b) {
      return std::tuple(copies_.site(a), copies_.shift(a)) <
             std::tuple(copies_.site(b), copies_.shift(b));
    });
    const SmallShift first = copies_.shift(sites[0]);
    std::array<WeightedPoint, 4> corners;
    for (int k = 0; k < 4; ++k) {
      corners[k] = triangulation_.weighted(sites[k]);
      corners[k].point = torus_.shifted(corners[k].point, SmallShift{} - first);
    }
    const Point c = power_center(corners);
    return std::floor(c.x / period_.x) == -first.x && std::floor(c.y / period_.y) == -first.y &&
           std::floor(c.z / period_.z) == -first.z;
  }

  const RegularTriangulation& triangulation_;
  const SiteCopies& copies_;
  const Torus& torus_;
  Point period_;
};

/// Where a tetrahedron has a site.
int place_of(Index site, const std::array<Index, 4>& sites) {
  return (site == sites[1]) + 2 * (site == sites[2]) + 3 * (site == sites[3]);
}

SmallShift whole_periods(Point way, Point period) {
  const auto along = [](double x, double side) {
    return static_cast<std::int8_t>(std::nearbyint(x / side));
  };
  return {along(way.x, period.x), along(way.y, period.y), along(way.z, period.z)};
}

/// The tetrahedra in the box, and their numbers among these, kNone for the others.
struct Taken {
  std::vector<Index> tetrahedra;
  std::vector<Index> number;

  Taken(const RegularTriangulation& of_copies, const InBox& is_in_box, int workers,
        const CheckInterrupt& interrupt)
      : number(of_copies.tetrahedra().size()) {
    const Index count = static_cast<Index>(number.size());
    for_all(count, workers, interrupt, [&](Index t) { number[t] = is_in_box(t) ? 0 : kNone; });
    for (Index t = 0; t < count; ++t) {
      if (number[t] == kNone) continue;
      number[t] = static_cast<Index>(tetrahedra.size());
      tetrahedra.push_back(t);
    }
  }
  Index size() const { return static_cast<Index>(tetrahedra.size()); }
};

/// With links where the neighbour is in the box, too.
UninitializedVector<TorusTetrahedron> linked_inside(const Taken& taken,
                                                    const std::vector<Tetrahedron>& all,
                                                    int workers, const CheckInterrupt& interrupt) {
  UninitializedVector<TorusTetrahedron> result(taken.size());
  for_all(taken.size(), workers, interrupt, [&](Index t) {
    const Tetrahedron& here = all[taken.tetrahedra[t]];
    result[t].copies = here.sites;
    for (int k = 0; k < 4; ++k) {
      const Index other = here.neighbors[k];
      TorusLink& link = result[t].links[k];
      link = {other == kNone ? kNone : taken.number[other], {}, 0};
      if (link.neighbor == kNone) continue;
      for (int c = 0; c < 4; ++c) {
        if (c != k) link.set_corner(c, place_of(here.sites[c], all[other].sites));
      }
    }
  });
  return result;
}

/// The first of those that share each tetrahedron's vertex, and how much it has to be shifted.
UninitializedVector<TorusVertex> united(const Taken& taken, const RegularTriangulation& of_copies,
                                        std::span<const std::pair<Index, Index>> tied_at_seam,
                                        Point period) {
  Classes classes(taken.size());
  for (Index t = 0; t < taken.size(); ++t) {
    const Index here = taken.tetrahedra[t], representative = of_copies.representative(here);
    if (representative == here) continue;
    for (const Index other : of_copies.tetrahedra()[here].neighbors) {
      if (other == kNone || taken.number[other] == kNone) continue;
      if (of_copies.representative(other) == representative) classes.unite(t, taken.number[other]);
    }
  }
  for (const auto& [a, b] : tied_at_seam) classes.unite(a, b);
  UninitializedVector<TorusVertex> result(taken.size());
  for (Index t = 0; t < taken.size(); ++t) {
    const Index first = classes.first(t);
    const Point center = of_copies.center(taken.tetrahedra[first]);
    const Point way = of_copies.center(taken.tetrahedra[t]) - center;
    result[t] = {center, first, whole_periods(way, period)};
  }
  return result;
}

double volume_of(const RegularTriangulation& triangulation, const std::array<Index, 4>& sites) {
  const Point origin = triangulation.weighted(sites[0]).point;
  const auto edge = [&](int k) { return triangulation.weighted(sites[k]).point - origin; };
  return std::abs(dot(edge(1), cross(edge(2), edge(3)))) / 6.0;
}

}  // namespace

Folding::Folding(const RegularTriangulation& of_copies, const SiteCopies& copies,
                 const Torus& torus, int workers, const CheckInterrupt& interrupt)
    : extents(copies.site_count()), highest_power(-std::numeric_limits<double>::infinity()) {
  const Taken taken(of_copies, InBox(of_copies, copies, torus), workers, interrupt);
  UninitializedVector<TorusTetrahedron> tetrahedra =
      linked_inside(taken, of_copies.tetrahedra(), workers, interrupt);
  std::vector<FaceOfTetrahedron> at_seam;
  double volume = 0.0;
  for (Index t = 0; t < taken.size(); ++t) {
    const Point center = of_copies.center(taken.tetrahedra[t]);
    const std::array<Index, 4>& corners = tetrahedra[t].copies;
    for (int k = 0; k < 4; ++k) {
      if (tetrahedra[t].links[k].neighbor == kNone) at_seam.push_back({t, k});
      extents[copies.site(corners[k])].add(center - copies.points()[corners[k]]);
    }
    const WeightedPoint any = of_copies.weighted(corners[0]);
    highest_power = std::max(highest_power, squared_norm(center - any.point) - any.weight);
    volume += volume_of(of_copies, corners);
  }
  const Seam seam = sew(at_seam, tetrahedra, of_copies, copies, torus);
  check(interrupt);
  // The volume is a whole number of times that of the box.
  if (!seam.open.empty() || !(std::abs(volume / torus.volume() - 1.0) < 0.25)) {
    for (const Index t : seam.open) {
      for (const Index k : tetrahedra[t].copies) open.push_back(copies.site(k));
    }
    std::sort(open.begin(), open.end());
    open.erase(std::unique(open.begin(), open.end()), open.end());
    return;
  }
  UninitializedVector<TorusVertex> vertices = united(taken, of_copies, seam.tied, torus.period());
  triangulation.emplace(copies, torus, std::move(tetrahedra), std::move(vertices));
}

}  // namespace brenier::space
