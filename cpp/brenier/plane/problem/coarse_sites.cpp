#include "brenier/plane/problem/coarse_sites.hpp"

#include "brenier/plane/problem/prolongation.hpp"
#include "brenier/plane/problem/settings.hpp"
#include "brenier/site_groups.hpp"

namespace brenier {

PlanarProblem coarser_problem(const PlanarProblem& finer, std::span<const double> targets,
                              std::vector<Index>& site_of_point, const CheckInterrupt& interrupt) {
  const SiteGroups groups(finer.points, CoarseConstants::kGroup, interrupt);
  const PointMasses<Point> fewer = barycenters(finer.points, targets, groups);
  PlanarProblem result(finer, fewer.points, fewer.masses, interrupt);
  site_of_point.resize(finer.points.size());
  for (Index g = 0; g < groups.count(); ++g) {
    for (const Index k : groups[g]) site_of_point[k] = result.point_of[result.sites.group[g]];
  }
  return result;
}

CoarseSites::CoarseSites(const PlanarProblem& finer, std::span<const double> targets, int workers,
                         const CheckInterrupt& interrupt)
    : finer_(finer),
      interrupt_(interrupt),
      coarse_(coarser_problem(finer, targets, site_of_point_, interrupt)),
      engine_(coarse_, workers, interrupt) {}

std::vector<double> CoarseSites::prolonged(const Evaluation& evaluation) const {
  return prolonged_weights(PlanarEngine::triangulation_of(evaluation),
                           engine_.centroids(evaluation), finer_.points, site_of_point_,
                           interrupt_);
}

}  // namespace brenier
