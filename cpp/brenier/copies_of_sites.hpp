// Which groups of sites are near copies of others, as found or as a file has it: in the plane and
// in space.
#pragma once

#include <functional>
#include <numeric>
#include <span>
#include <tuple>
#include <vector>

#include "brenier/distinct_places.hpp"
#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier {

/// Of each group of sites at one place, the group that stands for it; nothing if each stands for
/// itself. Sites without mass, whose `point_of` is kNone, are no near copies: their cells are empty
/// anyway. `near_copies` finds which point stands for each of the points, told how old they are.
template <class Places>
std::vector<Index> found_copies(
    const Places& sites, std::span<const Index> point_of, std::size_t point_count,
    const std::function<std::vector<Index>(std::span<const Index> age)>& near_copies) {
  std::vector<Index> group_of_point(point_count), age(point_count);
  for (Index g = 0; g < sites.size(); ++g) {
    if (point_of[g] == kNone) continue;
    group_of_point[point_of[g]] = g;
    age[point_of[g]] = sites.first_member(g);
  }
  const std::vector<Index> of_points = near_copies(age);
  std::vector<Index> result;
  for (Index p = 0; p < static_cast<Index>(point_count); ++p) {
    if (of_points[p] == p) continue;
    if (result.empty()) {
      result.resize(sites.size());
      std::iota(result.begin(), result.end(), 0);
    }
    result[group_of_point[p]] = group_of_point[of_points[p]];
  }
  return result;
}

/// The same from the groups of sites that share a cell. `are_copies` tells whether a group of sites
/// with mass is so near to another.
///
/// Raises InvalidArgument when the groups are none, or of sites that are no copies.
template <class Places>
std::vector<Index> given_copies(const Places& sites, std::span<const Index> point_of,
                                std::span<const double> masses, std::span<const Index> groups,
                                const std::function<bool(Index, Index)>& are_copies) {
  if (groups.size() != sites.group.size()) {
    throw InvalidArgument(
        text("groups: got ", groups.size(), "; expected one per site, ", sites.group.size()));
  }
  const auto refuse = [&](Index k, const char* expected) {
    throw InvalidArgument(text("groups[", k, "] is ", groups[k], "; expected ", expected));
  };
  const auto mass = [&](Index g) { return point_of[g] == kNone ? 0.0 : masses[point_of[g]]; };
  // Of the first group of each cell: the one that stands for all of them, the heaviest.
  std::vector<Index> first(sites.size()), heaviest(sites.size(), kNone);
  for (Index g = 0; g < sites.size(); ++g) {
    const Index k = sites.first_member(g), named = groups[k];
    if (named < 0 || named > k) refuse(k, "the lowest index of a group");
    first[g] = sites.group[named];
    if (sites.first_member(first[g]) != named || groups[named] != named) {
      refuse(k, "the lowest index of a group");
    }
    Index& stands = heaviest[first[g]];
    const auto key = [&](Index of) { return std::tuple(-mass(of), sites.first_member(of)); };
    if (stands == kNone || key(g) < key(stands)) stands = g;
  }
  std::vector<Index> result(sites.size());
  for (Index g = 0; g < sites.size(); ++g) {
    result[g] = heaviest[first[g]];
    if (result[g] == g) continue;
    if (mass(g) == 0.0 || !are_copies(g, result[g])) {
      refuse(sites.first_member(g), "that of a site so near that doubles cannot tell them apart");
    }
  }
  return result;
}

}  // namespace brenier
