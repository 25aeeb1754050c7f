#include "brenier/plane/problem/coarse_sites.hpp"

#include "brenier/plane/points/site_groups.hpp"
#include "brenier/plane/problem/prolongation.hpp"
#include "brenier/plane/problem/settings.hpp"

namespace brenier {
namespace {

/// The problem for the groups; `site_of_point` tells the one that each point is in.
PlanarProblem merged(const PlanarProblem& finer, std::span<const double> targets,
                     std::vector<Index>& site_of_point, const CheckInterrupt& interrupt) {
  const SiteGroups groups(finer.points, CoarseConstants::kGroup, interrupt);
  std::vector<Point> barycenters;
  std::vector<double> masses;
  site_of_point.resize(finer.points.size());
  for (Index g = 0; g < groups.count(); ++g) {
    // From one of the points on, so that few digits are lost.
    const Point base = finer.points[groups[g].front()];
    Point moment;
    double mass = 0.0;
    for (const Index k : groups[g]) {
      moment = moment + targets[k] * (finer.points[k] - base);
      mass += targets[k];
      site_of_point[k] = g;
    }
    barycenters.push_back(base + (1.0 / mass) * moment);
    masses.push_back(mass);
  }
  PlanarProblem result(finer, barycenters, masses, interrupt);
  for (Index& site : site_of_point) site = result.point_of[result.sites.group[site]];
  return result;
}

}  // namespace

CoarseSites::CoarseSites(const PlanarProblem& finer, std::span<const double> targets, int workers,
                         const CheckInterrupt& interrupt)
    : finer_(finer),
      interrupt_(interrupt),
      coarse_(merged(finer, targets, site_of_point_, interrupt)),
      engine_(coarse_, workers, interrupt) {}

std::vector<double> CoarseSites::prolonged(const Evaluation& evaluation) const {
  return prolonged_weights(PlanarEngine::triangulation_of(evaluation),
                           engine_.centroids(evaluation), finer_.points, site_of_point_,
                           interrupt_);
}

}  // namespace brenier
