#include "brenier/space/problem/spatial_problem.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "brenier/copies_of_sites.hpp"
#include "brenier/error.hpp"
#include "brenier/space/points/required_points.hpp"
#include "brenier/space/problem/near_copies.hpp"
#include "brenier/space/problem/settings.hpp"
#include "brenier/text.hpp"
#include "brenier/validate.hpp"

namespace brenier::space {
namespace {

/// The largest value of <x, direction> over a box.
double support(const Box& box, Point direction) {
  return std::max(box.low.x * direction.x, box.high.x * direction.x) +
         std::max(box.low.y * direction.y, box.high.y * direction.y) +
         std::max(box.low.z * direction.z, box.high.z * direction.z);
}

}  // namespace

SpatialProblem::SpatialProblem(std::span<const Point> given_sites,
                               std::span<const double> given_masses,
                               std::shared_ptr<const Source> given_source,
                               const CheckInterrupt& interrupt,
                               std::optional<std::span<const Index>> given_groups)
    : source(std::move(given_source)),
      frame(source->periodic ? Frame(source->similarity)
                             : Frame(source->similarity, required_sites(given_sites))),
      sites(distinct_sites(to_local(given_sites), interrupt)) {
  merge(given_masses);
  const std::vector<Index> standing =
      given_groups ? standing_given(*given_groups) : standing_found(interrupt);
  if (standing.empty()) return;
  for (std::size_t k = 0; k < turns.size(); ++k) {
    // As seen from the place that the site is given now, maybe across the seam.
    const Index g = sites.group[k];
    turns[k] =
        turns[k] + source->periodic->torus.shift_to(sites.points[g], sites.points[standing[g]]);
  }
  sites = joined(sites, standing);
  merge(given_masses);
}

SpatialProblem::SpatialProblem(const SpatialProblem& other, std::span<const Point> local_sites,
                               std::span<const double> given_masses,
                               const CheckInterrupt& interrupt)
    : source(other.source), frame(other.frame) {
  std::vector<Point> inside(local_sites.begin(), local_sites.end());
  if (source->periodic) {
    for (Point& p : inside) p = source->periodic->torus.wrapped(p);
  }
  sites = distinct_sites(inside, interrupt);
  merge(given_masses);
}

void SpatialProblem::merge(std::span<const double> given_masses) {
  MergedTargets merged(given_masses, sites.group, sites.size());
  targets = std::move(merged.targets);
  point_of = std::move(merged.cell_of_group);
  points.clear();
  points.reserve(targets.masses.size());
  for (Index g = 0; g < sites.size(); ++g) {
    if (point_of[g] != kNone) points.push_back(sites.points[g]);
  }
}

std::vector<Point> SpatialProblem::to_local(std::span<const Point> given_sites) {
  if (!source->periodic) return frame.sites().to_local(given_sites);
  WrappedSites wrapped = source->periodic->wrapped_sites(given_sites);
  turns = std::move(wrapped.turns);
  return std::move(wrapped.points);
}

/// Of each group of sites at one place, the group that stands for it; nothing if each stands for
/// itself.
std::vector<Index> SpatialProblem::standing_found(const CheckInterrupt& interrupt) const {
  return found_copies(sites, point_of, points.size(), [&](std::span<const Index> age) {
    return source->periodic
               ? near_copies(points, targets.masses, source->periodic->torus, age, interrupt)
               : near_copies(points, targets.masses, domain(), age, interrupt);
  });
}

/// The same from the groups of sites that share a cell.
std::vector<Index> SpatialProblem::standing_given(std::span<const Index> given_groups) const {
  const auto* const torus = source->periodic ? &source->periodic->torus : nullptr;
  const std::vector<Point> together = torus ? gathered(points, *torus) : points;
  const CopyDistance near = torus ? CopyDistance(together, targets.masses, *torus)
                                  : CopyDistance(together, targets.masses, domain());
  return given_copies(sites, point_of, targets.masses, given_groups, [&](Index g, Index other) {
    const Point here = sites.points[g], there = sites.points[other];
    const double apart = source->periodic
                             ? std::sqrt(source->periodic->torus.squared_distance(here, there))
                             : norm(here - there);
    return apart <= CopyConstants::kOfOtherMaking * near(point_of[g]);
  });
}

std::vector<double> SpatialProblem::to_points(std::span<const double> given_weights) const {
  required_numbers("initial_weights", given_weights, sites.group.size());
  std::vector<Point> local(given_weights.size());
  for (std::size_t k = 0; k < local.size(); ++k) local[k] = sites.points[sites.group[k]];
  const std::vector<double> local_weights = frame.weights_to_local(local, given_weights);
  std::vector<double> result(points.size(), -std::numeric_limits<double>::infinity());
  for (std::size_t k = 0; k < local.size(); ++k) {
    const Index p = point_of[sites.group[k]];
    if (p != kNone) result[p] = std::max(result[p], local_weights[k]);
  }
  return result;
}

std::vector<double> SpatialProblem::to_groups(std::span<const double> point_weights) const {
  required_numbers("point_weights", point_weights, points.size());
  for (std::size_t k = 0; k < point_weights.size(); ++k) {
    if (std::abs(point_weights[k]) <= kLargestLocalWeight) continue;
    throw InvalidArgument(text("point_weights[", k, "] is ", point_weights[k],
                               "; expected a size of ", kLargestLocalWeight, " at most"));
  }
  std::vector<double> result(sites.size());
  Index neighbor = 0;  // a point near the group, both being in spatial order
  for (Index g = 0; g < sites.size(); ++g) {
    if (point_of[g] != kNone) {
      neighbor = point_of[g];
      result[g] = point_weights[neighbor];
      continue;
    }
    result[g] = hiding_weight(g, neighbor, point_weights[neighbor]);
  }
  return result;
}

/// A weight of a site without mass with which its cell has no volume, given that of some point.
double SpatialProblem::hiding_weight(Index group, Index neighbor, double weight_of_neighbor) const {
  const Point y = sites.points[group], other = points[neighbor];
  const Point away = y - other;
  const double margin = 1e-12 * (1.0 + std::abs(weight_of_neighbor));
  if (source->periodic) {
    // Nowhere on the torus is the site farther than half its diagonal, nor the point farther than
    // that and the way from one to the other.
    const double detour = norm(away);
    return weight_of_neighbor - detour * (detour + norm(source->periodic->torus.period())) - margin;
  }
  // The plane of the site stays under the point's over the box of the domain:
  // <x, y> + h <= <x, y'> + h', with h = (w - |y|²) / 2.
  return weight_of_neighbor + dot(y + other, away) - 2.0 * support(domain().bounds(), away) -
         margin;
}

std::vector<double> SpatialProblem::site_weights(std::span<const double> point_weights) const {
  std::vector<double> masses(sites.size(), 0.0);
  for (Index g = 0; g < sites.size(); ++g) {
    if (point_of[g] != kNone) masses[g] = targets.masses[point_of[g]];
  }
  const std::vector<double> of_groups =
      frame.weights_from_local(sites.points, to_groups(point_weights), masses);
  std::vector<double> result;
  result.reserve(sites.group.size());
  for (const Index g : sites.group) result.push_back(of_groups[g]);
  return result;
}

Index SpatialProblem::site_of_point(Index point) const {
  const auto group = std::find(point_of.begin(), point_of.end(), point) - point_of.begin();
  return sites.first_member(static_cast<Index>(group));
}

std::vector<Index> SpatialProblem::first_of_group() const {
  std::vector<Index> result;
  result.reserve(sites.group.size());
  for (const Index g : sites.group) result.push_back(sites.first_member(g));
  return result;
}

}  // namespace brenier::space
