// Points in groups of neighbours, in the plane and in space.
#pragma once

#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include "brenier/coordinates.hpp"
#include "brenier/index.hpp"
#include "brenier/interrupt.hpp"

namespace brenier {

/// Points in groups of about `size`, at least 2/3 and at most 3/2 of that, by halving: a larger
/// group is cut across the longest side of its box, with half of its points on each side.
struct SiteGroups {
  std::vector<Index> members;  // the points, group by group
  std::vector<Index> begin;    // group g holds members [begin[g], begin[g + 1])

  template <class Points>
  SiteGroups(const Points& points, Index size, const CheckInterrupt& interrupt = {})
      : members(points.size()), begin{0} {
    std::iota(members.begin(), members.end(), 0);
    halve(points, 0, static_cast<Index>(points.size()), size, interrupt);
    // Sums over a group are taken in one order.
    for (Index g = 0; g < count(); ++g) {
      std::sort(members.begin() + begin[g], members.begin() + begin[g + 1]);
    }
  }

  Index count() const { return static_cast<Index>(begin.size()) - 1; }
  std::span<const Index> operator[](Index g) const {
    return std::span(members).subspan(begin[g], begin[g + 1] - begin[g]);
  }

 private:
  /// Halves a range of points until its parts are small, and tells where each ends.
  template <class Points>
  void halve(const Points& points, Index first, Index last, Index size,
             const CheckInterrupt& interrupt) {
    if (2 * (last - first) <= 3 * size) {
      begin.push_back(last);
      return;
    }
    constexpr Index kMany = 1 << 12;
    if (last - first > kMany) check(interrupt);
    const std::size_t axis = longest_side(points, first, last);
    const Index middle = first + (last - first) / 2;
    // Each point has a place of its own in this order: so the halves do not depend on how they are
    // found.
    const auto is_before = [&](Index a, Index b) {
      auto p = coordinates(points[a]), q = coordinates(points[b]);
      std::rotate(p.begin(), p.begin() + axis, p.end());
      std::rotate(q.begin(), q.begin() + axis, q.end());
      return p != q ? p < q : a < b;
    };
    const auto at = [&](Index k) { return members.begin() + k; };
    std::nth_element(at(first), at(middle), at(last), is_before);
    halve(points, first, middle, size, interrupt);
    halve(points, middle, last, size, interrupt);
  }

  /// Of the box of a range; the first of several.
  template <class Points>
  std::size_t longest_side(const Points& points, Index first, Index last) const {
    auto low = coordinates(points[members[first]]), high = low;
    for (Index k = first; k < last; ++k) {
      const auto p = coordinates(points[members[k]]);
      for (std::size_t a = 0; a < p.size(); ++a) {
        low[a] = std::min(low[a], p[a]);
        high[a] = std::max(high[a], p[a]);
      }
    }
    std::size_t axis = 0;
    for (std::size_t a = 1; a < low.size(); ++a) {
      if (high[a] - low[a] > high[axis] - low[axis]) axis = a;
    }
    return axis;
  }
};

/// Points, and the mass that each has.
template <class Point>
struct PointMasses {
  std::vector<Point> points;
  std::vector<double> masses;
};

/// The barycentre of each group, with the masses of its members together, which are over 0.
template <class Point>
PointMasses<Point> barycenters(const std::vector<Point>& points, std::span<const double> masses,
                               const SiteGroups& groups) {
  PointMasses<Point> result;
  for (Index g = 0; g < groups.count(); ++g) {
    // From one of the points on, so that few digits are lost.
    const Point base = points[groups[g].front()];
    Point moment{};
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
