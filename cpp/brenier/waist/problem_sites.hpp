// The sites of a transport problem, merged, and the way back from what the solver sees to them: in
// the plane and in space.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "brenier/distinct_places.hpp"
#include "brenier/error.hpp"
#include "brenier/frame.hpp"
#include "brenier/interrupt.hpp"
#include "brenier/required_points.hpp"
#include "brenier/text.hpp"
#include "brenier/validate.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// The solver sees `points` and `targets` alone: distinct sites in spatial order, each with a
/// positive mass. Sites that share a place are one point with the sum of their masses; sites
/// without mass are left out. On a periodic box, sites stand for all their copies.
template <class Point, class Shift>
struct ProblemSites {
  FrameOf<Point> frame;
  std::vector<Shift> turns;     // of sites: the caller's lie so many periods away; on a torus only
  DistinctPlaces<Point> sites;  // all of them, also those without mass
  Targets targets;              // of the points
  std::vector<Index> point_of;  // of each group of sites: its point, or kNone without mass
  std::vector<Point> points;    // in local coordinates

  /// Raises InvalidArgument when a site is not finite, or the masses are not as MergedTargets wants
  /// them.
  template <class Source>
  ProblemSites(std::span<const Point> given_sites, std::span<const double> given_masses,
               const Source& source, const CheckInterrupt& interrupt)
      : frame(source.periodic ? FrameOf<Point>(source.similarity)
                              : FrameOf<Point>(source.similarity, required_sites(given_sites))),
        sites(distinct_sites(to_local(given_sites, source), interrupt)) {
    merge(given_masses);
  }
  /// Of other sites, in the local coordinates of a problem.
  template <class Source>
  ProblemSites(const ProblemSites& other, std::span<const Point> local_sites,
               std::span<const double> given_masses, const Source& source,
               const CheckInterrupt& interrupt)
      : frame(other.frame), sites(distinct_sites(in_box(local_sites, source), interrupt)) {
    merge(given_masses);
  }

  /// Weights of the points from the caller's weights of the sites; the highest in each group.
  std::vector<double> to_points(std::span<const double> site_weights) const;
  /// The lowest index of the sites that are this point.
  Index site_of_point(Index point) const {
    const auto group = std::find(point_of.begin(), point_of.end(), point) - point_of.begin();
    return sites.first_member(static_cast<Index>(group));
  }
  /// For each site, the lowest index of those that share its cell.
  std::vector<Index> first_of_group() const {
    std::vector<Index> result;
    result.reserve(sites.group.size());
    for (const Index g : sites.group) result.push_back(sites.first_member(g));
    return result;
  }

 protected:
  /// Joins each group of sites to the one that stands for it.
  template <class Source>
  void join(std::span<const Index> standing, std::span<const double> given_masses,
            const Source& source);
  /// Weights of all groups, in local coordinates, from those of the points: a site without mass
  /// gets one with which its cell is empty inside the domain, which has this box.
  ///
  /// Raises InvalidArgument unless there is one finite weight of moderate size per point.
  std::vector<double> to_groups(std::span<const double> point_weights, const BoxOf<Point>& domain,
                                bool is_torus) const;
  /// The weights of the caller's sites, shifted such that Σ ν_i w_i = 0.
  std::vector<double> to_sites(std::span<const double> group_weights) const;

 private:
  template <class Source>
  std::vector<Point> to_local(std::span<const Point> given_sites, const Source& source) {
    if (!source.periodic) return frame.sites().to_local(given_sites);
    auto wrapped = source.periodic->wrapped_sites(given_sites);
    turns = std::move(wrapped.turns);
    return std::move(wrapped.points);
  }
  template <class Source>
  static std::vector<Point> in_box(std::span<const Point> local_sites, const Source& source) {
    std::vector<Point> result(local_sites.begin(), local_sites.end());
    if (source.periodic) {
      for (Point& y : result) y = source.periodic->torus.wrapped(y);
    }
    return result;
  }
  void merge(std::span<const double> given_masses) {
    MergedTargets merged(given_masses, sites.group, sites.size());
    targets = std::move(merged.targets);
    point_of = std::move(merged.cell_of_group);
    points.clear();
    points.reserve(targets.masses.size());
    for (Index g = 0; g < sites.size(); ++g) {
      if (point_of[g] != kNone) points.push_back(sites.points[g]);
    }
  }
  double hiding_weight(Index group, Index neighbor, double weight_of_neighbor,
                       const BoxOf<Point>& domain, bool is_torus) const;
};

template <class Point, class Shift>
template <class Source>
void ProblemSites<Point, Shift>::join(std::span<const Index> standing,
                                      std::span<const double> given_masses, const Source& source) {
  for (std::size_t k = 0; k < turns.size(); ++k) {
    // As seen from the place that the site is given now, maybe across the seam.
    const Index g = sites.group[k];
    turns[k] =
        turns[k] + source.periodic->torus.shift_to(sites.points[g], sites.points[standing[g]]);
  }
  sites = joined(sites, standing);
  merge(given_masses);
}

template <class Point, class Shift>
std::vector<double> ProblemSites<Point, Shift>::to_points(
    std::span<const double> site_weights) const {
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

template <class Point, class Shift>
std::vector<double> ProblemSites<Point, Shift>::to_groups(std::span<const double> point_weights,
                                                          const BoxOf<Point>& domain,
                                                          bool is_torus) const {
  required_numbers("point_weights", point_weights, points.size());
  for (std::size_t k = 0; k < point_weights.size(); ++k) {
    constexpr double kMost = FrameOf<Point>::kLargestWeight;
    if (std::abs(point_weights[k]) <= kMost) continue;
    throw InvalidArgument(text("point_weights[", k, "] is ", point_weights[k],
                               "; expected a size of ", kMost, " at most"));
  }
  std::vector<double> result(sites.size());
  Index neighbor = 0;  // a point near the group, both being in spatial order
  for (Index g = 0; g < sites.size(); ++g) {
    if (point_of[g] != kNone) {
      neighbor = point_of[g];
      result[g] = point_weights[neighbor];
      continue;
    }
    result[g] = hiding_weight(g, neighbor, point_weights[neighbor], domain, is_torus);
  }
  return result;
}

/// A weight of a site without mass with which its cell is empty, given that of some point.
template <class Point, class Shift>
double ProblemSites<Point, Shift>::hiding_weight(Index group, Index neighbor,
                                                 double weight_of_neighbor,
                                                 const BoxOf<Point>& domain, bool is_torus) const {
  const Point y = sites.points[group], other = points[neighbor];
  const Point away = y - other;
  const double margin = 1e-12 * (1.0 + std::abs(weight_of_neighbor));
  if (is_torus) {
    // Nowhere on the torus is the site farther than half its diagonal, nor the point farther than
    // that and the way from one to the other.
    const double detour = norm(away);
    return weight_of_neighbor - detour * (detour + norm(domain.high - domain.low)) - margin;
  }
  // The plane of the site stays under the point's over the box of the domain:
  // <x, y> + h <= <x, y'> + h', with h = (w - |y|²) / 2.
  double support = 0.0;  // the largest value of <x, away> over the box
  const Point ends = along_axes<Point>(
      [](double low, double high, double d) { return std::max(low * d, high * d); }, domain.low,
      domain.high, away);
  for (const double end : coordinates(ends)) support += end;
  return weight_of_neighbor + dot(y + other, away) - 2.0 * support - margin;
}

template <class Point, class Shift>
std::vector<double> ProblemSites<Point, Shift>::to_sites(
    std::span<const double> group_weights) const {
  std::vector<double> masses(sites.size(), 0.0);
  for (Index g = 0; g < sites.size(); ++g) {
    if (point_of[g] != kNone) masses[g] = targets.masses[point_of[g]];
  }
  const std::vector<double> of_groups =
      frame.weights_from_local(sites.points, group_weights, masses);
  std::vector<double> result;
  result.reserve(sites.group.size());
  for (const Index g : sites.group) result.push_back(of_groups[g]);
  return result;
}

}  // namespace brenier
