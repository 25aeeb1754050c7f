#include "brenier/space/points/distinct_sites.hpp"

#include "brenier/space/points/spatial_order.hpp"

namespace brenier::space {

DistinctSites distinct_sites(std::span<const Point> local_sites, const CheckInterrupt& interrupt) {
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

}  // namespace brenier::space
