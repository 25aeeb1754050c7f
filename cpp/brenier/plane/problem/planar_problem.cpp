#include "brenier/plane/problem/planar_problem.hpp"

#include <limits>
#include <utility>

#include "brenier/copies_of_sites.hpp"
#include "brenier/plane/domain/parts.hpp"

namespace brenier {

PlanarProblem::PlanarProblem(std::span<const Point> given_sites,
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

PlanarProblem::PlanarProblem(const PlanarProblem& other, std::span<const Point> local_sites,
                             std::span<const double> given_masses, const CheckInterrupt& interrupt)
    : ProblemSites(other, local_sites, given_masses, *other.source, interrupt),
      source(other.source) {}

CopyDistance PlanarProblem::copy_distance(std::span<const Point> together) const {
  const Polygon& polygon = domain().polygon();
  return source->periodic ? CopyDistance(together, targets.masses, source->periodic->torus.period())
                          : CopyDistance(together, targets.masses, polygon.box(), polygon.area());
}

/// Of each group of sites at one place, the group that stands for it; nothing if each stands for
/// itself.
std::vector<Index> PlanarProblem::standing_found(const CheckInterrupt& interrupt) const {
  return found_copies(sites, point_of, points.size(), [&](std::span<const Index> age) {
    return source->periodic
               ? near_copies(points, targets.masses, source->periodic->torus, age, interrupt)
               : near_copies(copy_distance(points), points, targets.masses, age, interrupt);
  });
}

/// The same from the groups of sites that share a cell.
std::vector<Index> PlanarProblem::standing_given(std::span<const Index> given_groups) const {
  const std::vector<Point> together =
      source->periodic ? gathered(points, source->periodic->torus) : points;
  const CopyDistance near = copy_distance(together);
  return given_copies(sites, point_of, targets.masses, given_groups, [&](Index g, Index other) {
    const Point here = sites.points[g], there = sites.points[other];
    const double apart =
        source->periodic ? source->periodic->torus.distance(here, there) : norm(here - there);
    return apart <= CopyConstants::kOfOtherMaking * near(point_of[g]);
  });
}

double PlanarProblem::widest_gap() const {
  return brenier::widest_gap(part_boxes(domain().polygon())) * source->similarity.unit;
}

double PlanarProblem::rounding_of_gap() const {
  const double gap = brenier::widest_gap(part_boxes(domain().polygon()));
  return std::numeric_limits<double>::epsilon() * gap * gap /
         (domain().polygon().area() * targets.least());
}

std::vector<double> PlanarProblem::to_groups(std::span<const double> point_weights) const {
  return ProblemSites::to_groups(point_weights, domain().polygon().box(),
                                 source->periodic.has_value());
}

}  // namespace brenier
