#include "brenier/plane/points/site_groups.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "brenier/plane/points/box.hpp"

namespace brenier {
namespace {

/// Halves a range of points until its parts are small, and tells where each ends.
class Halving {
 public:
  Halving(std::span<const Point> points, Index size, SiteGroups& groups,
          const CheckInterrupt& interrupt)
      : points_(points), size_(size), groups_(groups), interrupt_(interrupt) {}

  void halve(Index first, Index last) {
    if (2 * (last - first) <= 3 * size_) {
      groups_.begin.push_back(last);
      return;
    }
    constexpr Index kMany = 1 << 12;
    if (last - first > kMany) check(interrupt_);
    Box box;
    for (Index k = first; k < last; ++k) box.add(points_[groups_.members[k]]);
    const Index middle = first + (last - first) / 2;
    // Each point has a place of its own in this order: so the halves do not depend on how they are
    // found.
    const auto is_before = [&, is_wide = box.width() >= box.height()](Index a, Index b) {
      const Point p = points_[a], q = points_[b];
      return is_wide ? std::tie(p.x, p.y, a) < std::tie(q.x, q.y, b)
                     : std::tie(p.y, p.x, a) < std::tie(q.y, q.x, b);
    };
    const auto at = [&](Index k) { return groups_.members.begin() + k; };
    std::nth_element(at(first), at(middle), at(last), is_before);
    halve(first, middle);
    halve(middle, last);
  }

 private:
  std::span<const Point> points_;
  Index size_;
  SiteGroups& groups_;
  const CheckInterrupt& interrupt_;
};

}  // namespace

SiteGroups::SiteGroups(std::span<const Point> points, Index size, const CheckInterrupt& interrupt)
    : members(points.size()), begin{0} {
  std::iota(members.begin(), members.end(), 0);
  Halving(points, size, *this, interrupt).halve(0, static_cast<Index>(points.size()));
  // Sums over a group are taken in one order.
  for (Index g = 0; g < count(); ++g) {
    std::sort(members.begin() + begin[g], members.begin() + begin[g + 1]);
  }
}

PointMasses barycenters(std::span<const Point> points, std::span<const double> masses,
                        const SiteGroups& groups) {
  PointMasses result;
  for (Index g = 0; g < groups.count(); ++g) {
    // From one of the points on, so that few digits are lost.
    const Point base = points[groups[g].front()];
    Point moment;
    double mass = 0.0;
    for (const Index k : groups[g]) {
      moment = moment + masses[k] * (points[k] - base);
      mass += masses[k];
    }
    result.points.push_back(base + (1.0 / mass) * moment);
    result.masses.push_back(mass);
  }
  return result;
}

}  // namespace brenier
