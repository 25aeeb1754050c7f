#include "brenier/plane/problem/planar_problem.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "brenier/copies_of_sites.hpp"
#include "brenier/error.hpp"
#include "brenier/plane/domain/parts.hpp"
#include "brenier/required_points.hpp"
#include "brenier/text.hpp"
#include "brenier/validate.hpp"

namespace brenier {
namespace {

/// The largest value of <x, direction> over a box.
double support(const Box& box, Point direction) {
  return std::max(box.low.x * direction.x, box.high.x * direction.x) +
         std::max(box.low.y * direction.y, box.high.y * direction.y);
}

}  // namespace

PlanarProblem::PlanarProblem(std::span<const Point> given_sites,
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

PlanarProblem::PlanarProblem(const PlanarProblem& finer, std::span<const Point> local_sites,
                             std::span<const double> given_masses, const CheckInterrupt& interrupt)
    : source(finer.source),
      frame(finer.frame),
      sites(distinct_sites(in_box(local_sites), interrupt)) {
  merge(given_masses);
}

std::vector<Point> PlanarProblem::to_local(std::span<const Point> given_sites) {
  if (!source->periodic) return frame.sites().to_local(given_sites);
  auto wrapped = source->periodic->wrapped_sites(given_sites);
  turns = std::move(wrapped.turns);
  return std::move(wrapped.points);
}

std::vector<Point> PlanarProblem::in_box(std::span<const Point> local_sites) const {
  std::vector<Point> result(local_sites.begin(), local_sites.end());
  if (source->periodic) {
    for (Point& y : result) y = source->periodic->torus.wrapped(y);
  }
  return result;
}

void PlanarProblem::merge(std::span<const double> given_masses) {
  MergedTargets merged(given_masses, sites.group, sites.size());
  targets = std::move(merged.targets);
  point_of = std::move(merged.cell_of_group);
  points.clear();
  points.reserve(targets.masses.size());
  for (Index g = 0; g < sites.size(); ++g) {
    if (point_of[g] != kNone) points.push_back(sites.points[g]);
  }
}

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

Index PlanarProblem::site_of_point(Index point) const {
  const auto group = std::find(point_of.begin(), point_of.end(), point) - point_of.begin();
  return sites.first_member(static_cast<Index>(group));
}

std::vector<Index> PlanarProblem::first_of_group() const {
  std::vector<Index> result;
  result.reserve(sites.group.size());
  for (const Index g : sites.group) result.push_back(sites.first_member(g));
  return result;
}

double PlanarProblem::widest_gap() const {
  return brenier::widest_gap(part_boxes(domain().polygon())) * source->similarity.unit;
}

double PlanarProblem::rounding_of_gap() const {
  const double gap = brenier::widest_gap(part_boxes(domain().polygon()));
  return std::numeric_limits<double>::epsilon() * gap * gap /
         (domain().polygon().area() * targets.least());
}

std::vector<double> PlanarProblem::to_points(std::span<const double> site_weights) const {
  required_numbers("initial_weights", site_weights, sites.group.size());
  std::vector<Point> local(site_weights.size());
  for (std::size_t k = 0; k < local.size(); ++k) local[k] = sites.points[sites.group[k]];
  const std::vector<double> local_weights = frame.weights_to_local(local, site_weights);
  std::vector<double> result(points.size(), -std::numeric_limits<double>::infinity());
  for (std::size_t k = 0; k < local.size(); ++k) {
    const Index p = point_of[sites.group[k]];
    if (p != kNone) result[p] = std::max(result[p], local_weights[k]);
  }
  return result;
}

std::vector<double> PlanarProblem::to_groups(std::span<const double> point_weights) const {
  required_numbers("point_weights", point_weights, points.size());
  for (std::size_t k = 0; k < point_weights.size(); ++k) {
    if (std::abs(point_weights[k]) <= Frame::kLargestWeight) continue;
    throw InvalidArgument(text("point_weights[", k, "] is ", point_weights[k],
                               "; expected a size of ", Frame::kLargestWeight, " at most"));
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

/// A weight of a site without mass with which its cell has no area, given that of some point.
double PlanarProblem::hiding_weight(Index group, Index neighbor, double weight_of_neighbor) const {
  const Box& box = domain().polygon().box();
  const Point y = sites.points[group], other = points[neighbor];
  const Point away = y - other;
  const double margin = 1e-12 * (1.0 + std::abs(weight_of_neighbor));
  if (source->periodic) {
    // Nowhere on the torus is the site farther than half its diagonal, nor the point farther than
    // that and the way from one to the other.
    const double detour = norm(away);
    const double farthest = 0.5 * norm({box.width(), box.height()});
    return weight_of_neighbor - detour * (detour + 2.0 * farthest) - margin;
  }
  // The plane of the site stays under the point's over the box of the domain:
  // <x, y> + h <= <x, y'> + h', with h = (w - |y|²) / 2.
  return weight_of_neighbor + dot(y + other, away) - 2.0 * support(box, away) - margin;
}

}  // namespace brenier
