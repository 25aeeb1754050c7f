#include "brenier/space/problem/coarse_sites.hpp"

#include "brenier/site_groups.hpp"
#include "brenier/space/measure/cell_moments.hpp"
#include "brenier/space/problem/prolongation.hpp"
#include "brenier/space/problem/settings.hpp"

namespace brenier::space {
namespace {

/// The problem for the barycentres; `site_of_point` tells for each point the one that stands for
/// it.
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

}  // namespace

CoarseSites::CoarseSites(const SpatialProblem& finer, std::span<const double> targets, int workers,
                         const CheckInterrupt& interrupt)
    : finer_(finer),
      workers_(workers),
      interrupt_(interrupt),
      coarse_(coarser_problem(finer, targets, site_of_point_, interrupt)),
      engine_(coarse_, workers, interrupt) {}

std::vector<double> CoarseSites::prolonged(const Evaluation& evaluation) const {
  const OrderedSites sites(coarse_.points);
  const RegularTriangulation triangulation(sites, evaluation.weights(), coarse_.domain().bounds(),
                                           workers_, interrupt_);
  const CellSurfaces surfaces(triangulation, coarse_.domain(), workers_, interrupt_);
  return prolonged_weights(triangulation, cell_moments(surfaces, workers_, interrupt_).centroids,
                           finer_.points, site_of_point_, interrupt_);
}

}  // namespace brenier::space
