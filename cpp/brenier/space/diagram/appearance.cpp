#include "brenier/space/diagram/appearance.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace brenier::space {
namespace {

using Vector = Eigen::Vector4d;

/// In coordinates about the site.
Inequality of_half_space(const HalfSpace& side, Point site) {
  return {{side.normal.x, side.normal.y, side.normal.z, 0.0}, -side.excess(site), false};
}

}  // namespace

std::optional<Appearance> AppearanceFinder::operator()(Index site) {
  const Index near = visible_near(site);
  if (near == kNone) return std::nullopt;
  // Wider than the domain, so that it is bounded by its own faces.
  constexpr double kMargin = 0.01;
  Box box = domain_.bounds();
  const Point margin = kMargin * box.size() * Point{1, 1, 1};
  box = {box.low - margin, box.high + margin};
  const Point middle =
      domain_.bounds().nearest(triangulation_.center(triangulation_.tetrahedron_of(near)));
  const double count = triangulation_.site_count();
  // Boxes around a cell that is not far off, for walks to be short, until one is large enough.
  constexpr double kFirst = 4.0, kLarger = 4.0;  // the first in widths of a cell
  for (double reach = kFirst * std::cbrt(domain_.volume() / count);; reach *= kLarger) {
    const Point corner{reach, reach, reach};
    const Box part{box.nearest(middle - corner), box.nearest(middle + corner)};
    const std::optional<LinearProgram> least = least_within(part, site, near);
    if (least && !least->leans_on_limit()) {
      const double volume = least->volume_above();
      if (!(volume > 0.0 && std::isfinite(volume))) return std::nullopt;
      return Appearance{std::max(0.0, least->value()), volume};
    }
    if (part == box) return std::nullopt;
  }
}

/// In the part of the domain that is in a box.
std::optional<LinearProgram> AppearanceFinder::least_within(const Box& box, Index site,
                                                            Index near) {
  // Violations up to this are rounding; in units of the coordinates, which are about 1.
  constexpr double kRounding = 1e-12;
  constexpr int kMostExchanges = 1000;
  const Point y = triangulation_.sites()[site];
  const auto of_site = [&](Index j) {
    const Point e = triangulation_.sites()[j] - y;
    const double rise = triangulation_.weights()[site] - triangulation_.weights()[j];
    return Inequality{{2.0 * e.x, 2.0 * e.y, 2.0 * e.z, -1.0}, squared_norm(e) + rise, false};
  };
  // To begin with, one site and three sides of the box.
  const Inequality first = of_site(near);
  std::array<Inequality, 4> four{first};
  Vector multipliers{1.0, 0.0, 0.0, 0.0};
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
    for (Index f = 0; f < domain_.face_count(); ++f) consider(domain_.half_space(f), false);
    for (const Point along : {Point{1, 0, 0}, Point{0, 1, 0}, Point{0, 0, 1}}) {
      consider({along, dot(along, box.high)}, true);
      consider({-1.0 * along, -dot(along, box.low)}, true);
    }
    if (excess == kRounding) {
      near = owner(x, near);
      if (near == site) return std::nullopt;
      entering = of_site(near);
      const Vector at{x.x - y.x, x.y - y.y, x.z - y.z, program.value()};
      if (entering.row.dot(at) <= entering.bound + kRounding) return program;
    }
    if (!program.exchange(entering)) return std::nullopt;
  }
  return std::nullopt;
}

/// By steps to neighbours with lower powers.
Index AppearanceFinder::owner(Point x, Index from) {
  const auto power = [&](Index j) {
    return squared_norm(x - triangulation_.sites()[j]) - triangulation_.weights()[j];
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
template <class IsWanted>
Index AppearanceFinder::neighbor_of(Index site, IsWanted&& is_wanted) {
  const std::vector<Tetrahedron>& tetrahedra = triangulation_.tetrahedra();
  ++walks_;
  star_.assign(1, triangulation_.tetrahedron_of(site));
  seen_[star_.front()] = walks_;
  for (std::size_t k = 0; k < star_.size(); ++k) {
    const auto& [sites, neighbors] = tetrahedra[star_[k]];
    for (int c = 0; c < 4; ++c) {
      if (sites[c] == site) continue;
      if (!triangulation_.is_guard(sites[c]) && is_wanted(sites[c])) return sites[c];
      const Index beyond = neighbors[c];
      if (beyond == kNone || std::exchange(seen_[beyond], walks_) == walks_) continue;
      star_.push_back(beyond);
    }
  }
  return kNone;
}

/// Another site, near in the order of sites, that is not hidden.
Index AppearanceFinder::visible_near(Index site) const {
  const Index count = triangulation_.site_count();
  for (Index apart = 1; apart < count; ++apart) {
    for (const Index j : {site - apart, site + apart}) {
      if (j >= 0 && j < count && triangulation_.tetrahedron_of(j) != kNone) return j;
    }
  }
  return kNone;
}

}  // namespace brenier::space
