#include "brenier/space/points/distinct_sites.hpp"

#include <numeric>

#include "brenier/space/points/spatial_order.hpp"

namespace brenier::space {
namespace {

/// Coordinates that are nothing beside the extent of all sites are 0: so distances between distinct
/// sites, their squares and their cubes do not underflow.
std::vector<Point> rounded(std::span<const Point> local_sites) {
  constexpr double kNothing = 1e-30;
  const double least = kNothing * box_of(local_sites).size();
  const auto coordinate = [&](double c) { return std::abs(c) < least ? 0.0 : c; };
  std::vector<Point> result;
  result.reserve(local_sites.size());
  for (const Point y : local_sites) {
    result.push_back({coordinate(y.x), coordinate(y.y), coordinate(y.z)});
  }
  return result;
}

}  // namespace

DistinctSites distinct_sites(std::span<const Point> given_sites, const CheckInterrupt& interrupt) {
  const std::vector<Point> local_sites = rounded(given_sites);
  DistinctSites result;
  result.members = spatial_order(local_sites, interrupt);
  result.group.resize(local_sites.size());
  for (std::size_t k = 0; k < result.members.size(); ++k) {
    const Point y = local_sites[result.members[k]];
    if (result.points.empty() || !(y == result.points.back())) {
      result.points.push_back(y);
      result.members_begin.push_back(static_cast<Index>(k));
    }
    result.group[result.members[k]] = result.size() - 1;
  }
  result.members_begin.push_back(static_cast<Index>(local_sites.size()));
  return result;
}

DistinctSites joined(const DistinctSites& sites, std::span<const Index> standing) {
  DistinctSites result;
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

}  // namespace brenier::space
