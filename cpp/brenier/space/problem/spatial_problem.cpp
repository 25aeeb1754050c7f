#include "brenier/space/problem/spatial_problem.hpp"

#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

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
      given_groups ? given_copies(*given_groups) : found_copies(interrupt);
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
    : source(other.source), frame(other.frame), sites(distinct_sites(local_sites, interrupt)) {
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
/// itself. Sites without mass are no near copies: their cells are empty anyway.
std::vector<Index> SpatialProblem::found_copies(const CheckInterrupt& interrupt) const {
  std::vector<Index> group_of_point(points.size()), age(points.size());
  for (Index g = 0; g < sites.size(); ++g) {
    if (point_of[g] == kNone) continue;
    group_of_point[point_of[g]] = g;
    age[point_of[g]] = sites.first_member(g);
  }
  const std::vector<Index> of_points =
      source->periodic
          ? near_copies(points, targets.masses, source->periodic->torus, age, interrupt)
          : near_copies(points, targets.masses, domain(), age, interrupt);
  std::vector<Index> result;
  for (Index p = 0; p < static_cast<Index>(points.size()); ++p) {
    if (of_points[p] == p) continue;
    if (result.empty()) {
      result.resize(sites.size());
      std::iota(result.begin(), result.end(), 0);
    }
    result[group_of_point[p]] = group_of_point[of_points[p]];
  }
  return result;
}

/// The same from the groups of sites that share a cell.
std::vector<Index> SpatialProblem::given_copies(std::span<const Index> given_groups) const {
  if (given_groups.size() != sites.group.size()) {
    throw InvalidArgument(
        text("groups: got ", given_groups.size(), "; expected one per site, ", sites.group.size()));
  }
  const auto refuse = [&](Index k, const char* expected) {
    throw InvalidArgument(text("groups[", k, "] is ", given_groups[k], "; expected ", expected));
  };
  const auto mass = [&](Index g) {
    return point_of[g] == kNone ? 0.0 : targets.masses[point_of[g]];
  };
  // Of the first group of each cell: the one that stands for all of them, the heaviest.
  std::vector<Index> first(sites.size()), heaviest(sites.size(), kNone);
  for (Index g = 0; g < sites.size(); ++g) {
    const Index k = sites.first_member(g), named = given_groups[k];
    if (named < 0 || named > k) refuse(k, "the lowest index of a group");
    first[g] = sites.group[named];
    if (sites.first_member(first[g]) != named || given_groups[named] != named) {
      refuse(k, "the lowest index of a group");
    }
    Index& stands = heaviest[first[g]];
    const auto key = [&](Index of) { return std::tuple(-mass(of), sites.first_member(of)); };
    if (stands == kNone || key(g) < key(stands)) stands = g;
  }
  const auto* const torus = source->periodic ? &source->periodic->torus : nullptr;
  const std::vector<Point> together = torus ? gathered(points, *torus) : points;
  const CopyDistance near = torus ? CopyDistance(together, targets.masses, *torus)
                                  : CopyDistance(together, targets.masses, domain());
  std::vector<Index> result(sites.size());
  for (Index g = 0; g < sites.size(); ++g) {
    result[g] = heaviest[first[g]];
    if (result[g] == g) continue;
    const Point here = sites.points[g], there = sites.points[result[g]];
    const double apart =
        torus ? std::sqrt(torus->squared_distance(here, there)) : norm(here - there);
    if (mass(g) == 0.0 || apart > CopyConstants::kOfOtherMaking * near(point_of[g])) {
      refuse(sites.first_member(g), "that of a site so near that doubles cannot tell them apart");
    }
  }
  return result;
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
