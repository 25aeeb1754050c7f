// The caller's sites as the geometry wants them: normalised, in spatial order, each place once.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/points/point.hpp"

namespace brenier::space {

/// Sites at the same place form a group, and so may sites near by; groups are numbered in spatial
/// order.
struct DistinctSites {
  std::vector<Point> points;   // of each group
  std::vector<Index> group;    // of each of the given sites
  std::vector<Index> members;  // the given sites, group by group, lowest index first
  std::vector<Index>
      members_begin;  // group g holds members [members_begin[g], members_begin[g + 1])

  Index size() const { return static_cast<Index>(points.size()); }
  /// The lowest index in a group.
  Index first_member(Index g) const { return members[members_begin[g]]; }
};

DistinctSites distinct_sites(std::span<const Point> local_sites,
                             const CheckInterrupt& interrupt = {});

/// Each group joined to the one that stands for it, at whose place they are then. `standing` names
/// one that stands for itself.
DistinctSites joined(const DistinctSites& sites, std::span<const Index> standing);

}  // namespace brenier::space
