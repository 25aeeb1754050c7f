#include "brenier/space/periodic/folding.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

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

/// Unites what is tied, and finds the first of each class.
class Classes {
 public:
  explicit Classes(Index count) : first_(count) { std::iota(first_.begin(), first_.end(), 0); }

  Index first(Index t) {
    while (first_[t] != t) t = first_[t] = first_[first_[t]];
    return t;
  }
  void unite(Index a, Index b) {
    a = first(a), b = first(b);
    first_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<Index> first_;
};

double volume_of(const RegularTriangulation& triangulation, const std::array<Index, 4>& sites) {
  const Point origin = triangulation.weighted(sites[0]).point;
  const auto edge = [&](int k) { return triangulation.weighted(sites[k]).point - origin; };
  return std::abs(dot(edge(1), cross(edge(2), edge(3)))) / 6.0;
}

/// In units of the coordinates, which are about 1: the nearest whole number of periods.
SmallShift periods(Point way, Point period) {
  const auto along = [](double x, double side) {
    return static_cast<std::int8_t>(std::nearbyint(x / side));
  };
  return {along(way.x, period.x), along(way.y, period.y), along(way.z, period.z)};
}

}  // namespace

Folding::Folding(const RegularTriangulation& of_copies, const SiteCopies& copies,
                 const Torus& torus, int workers, const CheckInterrupt& interrupt)
    : extents(copies.site_count(), 0.0) {
  const std::vector<Tetrahedron>& all = of_copies.tetrahedra();
  const Index all_count = static_cast<Index>(all.size());
  // Which are in the box, and their numbers there.
  std::vector<Index> number(all_count);
  const InBox is_in_box(of_copies, copies, torus);
  for_all(all_count, workers, interrupt, [&](Index t) { number[t] = is_in_box(t) ? 0 : kNone; });
  std::vector<Index> taken;
  taken.reserve(all_count);
  for (Index t = 0; t < all_count; ++t) {
    if (number[t] == kNone) continue;
    number[t] = static_cast<Index>(taken.size());
    taken.push_back(t);
  }
  const Index count = static_cast<Index>(taken.size());

  std::vector<TorusTetrahedron> tetrahedra(count);
  for_all(count, workers, interrupt, [&](Index t) {
    const Tetrahedron& here = all[taken[t]];
    tetrahedra[t].copies = here.sites;
    for (int k = 0; k < 4; ++k) {
      TorusLink& link = tetrahedra[t].links[k];
      link = {here.neighbors[k] == kNone ? kNone : number[here.neighbors[k]], {}, 0};
      if (link.neighbor == kNone) continue;
      for (int c = 0; c < 4; ++c) {
        if (c != k) link.set_corner(c, place_of(here.sites[c], all[here.neighbors[k]].sites));
      }
    }
  });

  std::vector<FaceOfTetrahedron> at_seam;
  std::vector<char> is_used(copies.site_count(), 0);
  double volume = 0.0;
  for (Index t = 0; t < count; ++t) {
    for (int k = 0; k < 4; ++k) {
      if (tetrahedra[t].links[k].neighbor == kNone) at_seam.push_back({t, k});
      is_used[copies.site(tetrahedra[t].copies[k])] = 1;
    }
    volume += volume_of(of_copies, tetrahedra[t].copies);
  }
  const Seam seam = sew(at_seam, tetrahedra, of_copies, copies, torus);
  check(interrupt);
  for (Index site = 0; site < copies.site_count(); ++site) {
    if (!is_used[site] && of_copies.tetrahedron_of(site) != kNone) unused.push_back(site);
  }
  for (Index t = 0; t < count; ++t) {
    for (const Index k : tetrahedra[t].copies) {
      double& farthest = extents[copies.site(k)];
      farthest = std::max(farthest, squared_norm(of_copies.center(taken[t]) - copies.points()[k]));
    }
  }
  for (double& extent : extents) extent = std::sqrt(extent);
  if (!seam.open.empty() || !(std::abs(volume / torus.volume() - 1.0) < 0.25)) {
    for (const Index t : seam.open) {
      for (const Index k : tetrahedra[t].copies) open.push_back(copies.site(k));
    }
    std::sort(open.begin(), open.end());
    open.erase(std::unique(open.begin(), open.end()), open.end());
    return;
  }

  Classes classes(count);
  for (Index t = 0; t < count; ++t) {
    const Index representative = of_copies.representative(taken[t]);
    for (const Index other : all[taken[t]].neighbors) {
      if (other == kNone || number[other] == kNone || number[other] <= t) continue;
      if (of_copies.representative(other) == representative) classes.unite(t, number[other]);
    }
  }
  for (const auto& [a, b] : seam.tied) classes.unite(a, b);
  std::vector<TorusVertex> vertices(count);
  for (Index t = 0; t < count; ++t) {
    const Index first = classes.first(t);
    const Point center = of_copies.center(taken[first]);
    vertices[t] = {center, first, periods(of_copies.center(taken[t]) - center, torus.period())};
  }
  triangulation.emplace(copies, torus, std::move(tetrahedra), std::move(vertices));
}

}  // namespace brenier::space
