#include "brenier/plane/periodic/coarse_periodic_sites.hpp"

#include "brenier/plane/problem/coarse_sites.hpp"
#include "brenier/plane/problem/prolongation.hpp"

namespace brenier {

CoarsePeriodicSites::CoarsePeriodicSites(const PlanarProblem& finer,
                                         std::span<const double> targets, int workers,
                                         const CheckInterrupt& interrupt)
    : finer_(finer),
      interrupt_(interrupt),
      coarse_(coarser_problem(finer, targets, site_of_point_, interrupt)),
      engine_(coarse_, workers, interrupt) {}

std::vector<double> CoarsePeriodicSites::prolonged(const Evaluation& evaluation) const {
  const SiteCopies& copies = PeriodicEngine::copies_of(evaluation);
  const Torus& torus = finer_.source->periodic->torus;
  const std::vector<Point> of_sites = engine_.centroids(evaluation);
  std::vector<Point> centroids;
  centroids.reserve(copies.size());
  for (Index k = 0; k < copies.size(); ++k) {
    centroids.push_back(torus.shifted(of_sites[copies.site(k)], copies.shift(k)));
  }
  std::vector<Index> copy_of_point;
  copy_of_point.reserve(site_of_point_.size());
  for (const Index site : site_of_point_) copy_of_point.push_back(copies.original(site));
  return prolonged_weights(PeriodicEngine::triangulation_of(evaluation), centroids, finer_.points,
                           copy_of_point, interrupt_);
}

}  // namespace brenier
