#include "brenier/space/problem/coarse_sites.hpp"

#include "brenier/site_groups.hpp"
#include "brenier/space/problem/settings.hpp"

namespace brenier::space {

SpatialProblem coarser_problem(const SpatialProblem& finer, std::span<const double> targets,
                               std::vector<Index>& site_of_point, const CheckInterrupt& interrupt) {
  const SiteGroups groups(finer.points, CoarseConstants::kGroup, interrupt);
  const PointMasses<Point> fewer = barycenters(finer.points, targets, groups);
  SpatialProblem result(finer, fewer.points, fewer.masses, interrupt);
  site_of_point.resize(finer.points.size());
  for (Index g = 0; g < groups.count(); ++g) {
    for (const Index k : groups[g]) site_of_point[k] = result.point_of[result.sites.group[g]];
  }
  return result;
}

}  // namespace brenier::space
