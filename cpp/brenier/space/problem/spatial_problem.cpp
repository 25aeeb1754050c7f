#include "brenier/space/problem/spatial_problem.hpp"

#include <cmath>
#include <utility>

#include "brenier/copies_of_sites.hpp"

namespace brenier::space {

SpatialProblem::SpatialProblem(std::span<const Point> given_sites,
                               std::span<const double> given_masses,
                               std::shared_ptr<const Source> given_source,
                               const CheckInterrupt& interrupt,
                               std::optional<std::span<const Index>> given_groups)
    : ProblemSites(given_sites, given_masses, *given_source, interrupt),
      source(std::move(given_source)) {
  const std::vector<Index> standing =
      given_groups ? standing_given(*given_groups) : standing_found(interrupt);
  if (!standing.empty()) join(standing, given_masses, *source);
}

SpatialProblem::SpatialProblem(const SpatialProblem& other, std::span<const Point> local_sites,
                               std::span<const double> given_masses,
                               const CheckInterrupt& interrupt)
    : ProblemSites(other, local_sites, given_masses, *other.source, interrupt),
      source(other.source) {}

/// The points, on a torus those of their copies that lie together: it is cut open where the gaps
/// are widest, so between no two that are near to each other.
std::vector<Point> SpatialProblem::points_together() const {
  return source->periodic ? gathered(points, source->periodic->torus) : points;
}

CopyDistance SpatialProblem::copy_distance(std::span<const Point> together) const {
  return source->periodic
             ? CopyDistance(together, targets.masses, source->periodic->torus.period())
             : CopyDistance(together, targets.masses, domain().bounds(), domain().volume());
}

/// Of each group of sites at one place, the group that stands for it; nothing if each stands for
/// itself.
std::vector<Index> SpatialProblem::standing_found(const CheckInterrupt& interrupt) const {
  return found_copies(sites, point_of, points.size(), [&](std::span<const Index> age) {
    const std::vector<Point> together = points_together();
    return near_copies(copy_distance(together), together, targets.masses, age, interrupt);
  });
}

/// The same from the groups of sites that share a cell.
std::vector<Index> SpatialProblem::standing_given(std::span<const Index> given_groups) const {
  const std::vector<Point> together = points_together();
  const CopyDistance near = copy_distance(together);
  return given_copies(sites, point_of, targets.masses, given_groups, [&](Index g, Index other) {
    const Point here = sites.points[g], there = sites.points[other];
    const double apart = source->periodic
                             ? std::sqrt(source->periodic->torus.squared_distance(here, there))
                             : norm(here - there);
    return apart <= CopyConstants::kOfOtherMaking * near(point_of[g]);
  });
}

std::vector<double> SpatialProblem::to_groups(std::span<const double> point_weights) const {
  return ProblemSites::to_groups(point_weights, domain().bounds(), source->periodic.has_value());
}

}  // namespace brenier::space
