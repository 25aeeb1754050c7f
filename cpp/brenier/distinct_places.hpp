// Sites as the geometry wants them, each place once: in the plane and in space.
#pragma once

#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "brenier/index.hpp"

namespace brenier {

/// Sites at the same place form a group, and so may sites near by; groups are numbered in spatial
/// order.
template <class Point>
struct DistinctPlaces {
  std::vector<Point> points;   // of each group
  std::vector<Index> group;    // of each of the given sites
  std::vector<Index> members;  // the given sites, group by group, lowest index first
  std::vector<Index>
      members_begin;  // group g holds members [members_begin[g], members_begin[g + 1])

  Index size() const { return static_cast<Index>(points.size()); }
  /// The lowest index in a group.
  Index first_member(Index g) const { return members[members_begin[g]]; }
};

/// Of sites in a spatial order, which has those at the same place next to each other, lowest index
/// first.
template <class Point>
DistinctPlaces<Point> distinct_places(std::span<const Point> sites, std::vector<Index> order) {
  DistinctPlaces<Point> result;
  result.members = std::move(order);
  result.group.resize(sites.size());
  for (std::size_t k = 0; k < result.members.size(); ++k) {
    const Point y = sites[result.members[k]];
    if (result.points.empty() || !(y == result.points.back())) {
      result.points.push_back(y);
      result.members_begin.push_back(static_cast<Index>(k));
    }
    result.group[result.members[k]] = result.size() - 1;
  }
  result.members_begin.push_back(static_cast<Index>(sites.size()));
  return result;
}

/// Each group joined to the one that stands for it, at whose place they are then. `standing` names
/// one that stands for itself.
template <class Point>
DistinctPlaces<Point> joined(const DistinctPlaces<Point>& sites, std::span<const Index> standing) {
  DistinctPlaces<Point> result;
  std::vector<Index> number(sites.size(), kNone);  // of each group that stands for itself
  for (Index g = 0; g < sites.size(); ++g) {
    if (standing[g] != g) continue;
    number[g] = result.size();
    result.points.push_back(sites.points[g]);
  }
  result.group.reserve(sites.group.size());
  for (const Index g : sites.group) result.group.push_back(number[standing[g]]);
  // By group, then by index: counted, then placed.
  result.members_begin.assign(result.points.size() + 1, 0);
  for (const Index g : result.group) ++result.members_begin[g + 1];
  std::partial_sum(result.members_begin.begin(), result.members_begin.end(),
                   result.members_begin.begin());
  result.members.resize(result.group.size());
  std::vector<Index> next(result.members_begin.begin(), result.members_begin.end() - 1);
  for (Index k = 0; k < static_cast<Index>(result.group.size()); ++k) {
    result.members[next[result.group[k]]++] = k;
  }
  return result;
}

}  // namespace brenier
