// Where an empty cell would appear, and how it would grow.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "brenier/space/diagram/linear_program.hpp"
#include "brenier/space/domain/convex_polyhedron.hpp"
#include "brenier/space/triangulation/regular_triangulation.hpp"

namespace brenier::space {

/// When the weight of a site has risen by `raise`, its cell is a point, the place; from there on it
/// is a tetrahedron, whose volume is the cube of the further raise, times a factor.
struct Appearance {
  double raise;
  double volume_factor;
  Point place;
  Index neighbor;  // in whose cell the place is

  /// By how much the weight has to rise for a cell of this volume.
  double raise_for(double volume) const { return raise + std::cbrt(volume / volume_factor); }
};

/// Of a site whose cell is hidden, or outside of the domain. The raise is the least of a linear
/// program: of t with power(site) - power(j) <= t for all other sites j, at a point of the domain.
/// It is solved by the dual simplex method; which site's inequality is violated most at a point is
/// the question whose cell that is in.
///
/// `Cells` is the diagram, in a domain or on a torus (`CellsInDomain` tells what is asked of it).
template <class Cells>
class AppearanceFinder {
 public:
  explicit AppearanceFinder(const Cells& cells) : cells_(cells), seen_(cells.size(), 0) {}

  /// nullopt where rounding is in the way.
  std::optional<Appearance> operator()(Index site);

 private:
  std::optional<LinearProgram> least_within(const Box& box, const ConvexPolyhedron& domain,
                                            Index site, Index& near);
  Index owner(Point x, Index from);
  template <class IsWanted>
  Index neighbor_of(Index site, IsWanted&& is_wanted);
  Index visible_near(Index site) const;

  const Cells& cells_;
  // The tetrahedra around the site that was looked at last, and of each the last time that it was
  // among them.
  std::vector<Index> star_;
  std::vector<std::uint64_t> seen_;
  std::uint64_t walks_ = 0;
};

template <class Cells>
std::optional<Appearance> AppearanceFinder<Cells>::operator()(Index site) {
  Index near = visible_near(site);
  if (near == kNone) return std::nullopt;
  const ConvexPolyhedron& domain = cells_.domain_of(site);
  // Wider than the domain, so that it is bounded by its own faces.
  constexpr double kMargin = 0.01;
  Box box = domain.bounds();
  const Point margin = kMargin * box.size() * Point{1, 1, 1};
  box = {box.low - margin, box.high + margin};
  const Point middle =
      domain.bounds().nearest(cells_.center(cells_.tetrahedron_of(near), cells_.site(site).point));
  const double count = cells_.site_count();
  // Boxes around a cell that is not far off, for walks to be short, until one is large enough.
  constexpr double kFirst = 4.0, kLarger = 4.0;  // the first in widths of a cell
  for (double reach = kFirst * std::cbrt(domain.volume() / count);; reach *= kLarger) {
    const Point corner{reach, reach, reach};
    const Box part{box.nearest(middle - corner), box.nearest(middle + corner)};
    const std::optional<LinearProgram> least = least_within(part, domain, site, near);
    if (least && !least->leans_on_limit()) {
      const double volume = least->volume_above();
      if (!(volume > 0.0 && std::isfinite(volume))) return std::nullopt;
      return Appearance{std::max(0.0, least->value()), volume,
                        cells_.site(site).point + least->point(), near};
    }
    if (part == box) return std::nullopt;
  }
}

/// In coordinates about the site.
inline Inequality of_half_space(const HalfSpace& side, Point site) {
  return {{side.normal.x, side.normal.y, side.normal.z, 0.0}, -side.excess(site), false};
}

/// In the part of the domain that is in a box. Comes from near one site to one in whose cell the
/// least is.
template <class Cells>
std::optional<LinearProgram> AppearanceFinder<Cells>::least_within(const Box& box,
                                                                   const ConvexPolyhedron& domain,
                                                                   Index site, Index& near) {
  // Violations up to this are rounding; in units of the coordinates, which are about 1.
  constexpr double kRounding = 1e-12;
  constexpr int kMostExchanges = 1000;
  const WeightedPoint raised = cells_.site(site);
  const Point y = raised.point;
  const auto of_site = [&](Index j, Point x) {
    const WeightedPoint other = cells_.nearest(j, x);
    const Point e = other.point - y;
    const double rise = raised.weight - other.weight;
    return Inequality{{2.0 * e.x, 2.0 * e.y, 2.0 * e.z, -1.0}, squared_norm(e) + rise, false};
  };
  // To begin with, one site and three sides of the box.
  const Inequality first = of_site(near, box.center());
  std::array<Inequality, 4> four{first};
  Eigen::Vector4d multipliers{1.0, 0.0, 0.0, 0.0};
  for (int axis = 0; axis < 3; ++axis) {
    const double slope = first.row[axis];
    const Point along{axis == 0 ? 1.0 : 0.0, axis == 1 ? 1.0 : 0.0, axis == 2 ? 1.0 : 0.0};
    four[axis + 1] = of_half_space(slope < 0.0 ? HalfSpace{along, dot(along, box.high)}
                                               : HalfSpace{-1.0 * along, -dot(along, box.low)},
                                   y);
    four[axis + 1].is_limit = true;
    multipliers[axis + 1] = std::abs(slope);
  }
  LinearProgram program(four, multipliers);
  for (int k = 0; k < kMostExchanges; ++k) {
    const Point x = y + program.point();
    Inequality entering;
    double excess = kRounding;
    const auto consider = [&](const HalfSpace& side, bool is_limit) {
      if (!(side.excess(x) > excess)) return;
      excess = side.excess(x);
      entering = of_half_space(side, y);
      entering.is_limit = is_limit;
    };
    for (Index f = 0; f < domain.face_count(); ++f) consider(domain.half_space(f), false);
    for (const Point along : {Point{1, 0, 0}, Point{0, 1, 0}, Point{0, 0, 1}}) {
      consider({along, dot(along, box.high)}, true);
      consider({-1.0 * along, -dot(along, box.low)}, true);
    }
    if (excess == kRounding) {
      near = owner(x, near);
      if (near == site) return std::nullopt;
      entering = of_site(near, x);
      const Eigen::Vector4d at{x.x - y.x, x.y - y.y, x.z - y.z, program.value()};
      if (entering.row.dot(at) <= entering.bound + kRounding) return program;
    }
    if (!program.exchange(entering)) return std::nullopt;
  }
  return std::nullopt;
}

/// By steps to neighbours with lower powers, of which what all weights have in common is taken off.
template <class Cells>
Index AppearanceFinder<Cells>::owner(Point x, Index from) {
  const double common = cells_.site(from).weight;
  const auto power = [&](Index j) {
    const WeightedPoint site = cells_.nearest(j, x);
    return squared_norm(x - site.point) - (site.weight - common);
  };
  double least = power(from);
  for (Index next = from; next != kNone;) {
    from = next;
    next = neighbor_of(from, [&](Index j) {
      const double here = power(j);
      if (!(here < least)) return false;
      least = here;
      return true;
    });
  }
  return from;
}

/// The first neighbour of a site that is wanted, or kNone.
template <class Cells>
template <class IsWanted>
Index AppearanceFinder<Cells>::neighbor_of(Index site, IsWanted&& is_wanted) {
  ++walks_;
  star_.assign(1, cells_.tetrahedron_of(site));
  seen_[star_.front()] = walks_;
  for (std::size_t k = 0; k < star_.size(); ++k) {
    const std::array<Index, 4> corners = cells_.corners(star_[k]);
    const auto own = std::count(corners.begin(), corners.end(), site);
    for (int c = 0; c < 4; ++c) {
      if (corners[c] == site) {
        if (own == 1) continue;  // the face opposite has no copy of the site
      } else if (corners[c] != kNone && is_wanted(corners[c])) {
        return corners[c];
      }
      const Index beyond = cells_.neighbor(star_[k], c);
      if (beyond == kNone || std::exchange(seen_[beyond], walks_) == walks_) continue;
      star_.push_back(beyond);
    }
  }
  return kNone;
}

/// Another site, near in the order of sites, that is not hidden.
template <class Cells>
Index AppearanceFinder<Cells>::visible_near(Index site) const {
  const Index count = cells_.site_count();
  for (Index apart = 1; apart < count; ++apart) {
    for (const Index j : {site - apart, site + apart}) {
      if (j >= 0 && j < count && cells_.tetrahedron_of(j) != kNone) return j;
    }
  }
  return kNone;
}

}  // namespace brenier::space
