// Points in groups of neighbours.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/points/point.hpp"

namespace brenier {

/// Points in groups of about `size`, at least 2/3 and at most 3/2 of that, by halving: a larger
/// group is cut across the longer side of its box, with half of its points on each side.
struct SiteGroups {
  std::vector<Index> members;  // the points, group by group
  std::vector<Index> begin;    // group g holds members [begin[g], begin[g + 1])

  SiteGroups(std::span<const Point> points, Index size, const CheckInterrupt& interrupt = {});

  Index count() const { return static_cast<Index>(begin.size()) - 1; }
  std::span<const Index> operator[](Index g) const {
    return std::span(members).subspan(begin[g], begin[g + 1] - begin[g]);
  }
};

/// Points, and the mass that each has.
struct PointMasses {
  std::vector<Point> points;
  std::vector<double> masses;
};

/// The barycentre of each group, with the masses of its members together, which are over 0.
PointMasses barycenters(std::span<const Point> points, std::span<const double> masses,
                        const SiteGroups& groups);

}  // namespace brenier
