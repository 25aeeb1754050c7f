// What is to be solved: sites with target masses under a source.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/source.hpp"
#include "brenier/plane/points/distinct_sites.hpp"

namespace brenier {

/// A semi-discrete transport problem, validated and normalised. The solver sees `points` and `masses`
/// alone: distinct sites in spatial order, each with a positive mass, all of them summing to 1. Sites
/// at the same place are one point with the sum of their masses; sites without mass are left out.
struct Problem {
  std::shared_ptr<const Source> source;
  Frame frame;
  DistinctSites sites;          // all of them, also those without mass
  std::vector<Index> point_of;  // of each group of sites: its point, or kNone without mass
  std::vector<Point> points;    // in local coordinates
  std::vector<double> masses;

  /// Raises InvalidArgument when a site or a mass is not finite, a mass is negative, the numbers of
  /// both differ, or the masses do not sum to 1 within 1e-9.
  Problem(std::span<const Point> given_sites, std::span<const double> given_masses,
          std::shared_ptr<const Source> given_source, const CheckInterrupt& interrupt = {});

  const DomainIndex& domain() const { return domain_of(source->density); }

  /// The same with the masses below a floor raised to it, and all of them scaled to sum to 1 again.
  Problem with_floor(double floor) const;

  /// Weights of the points from the caller's weights of the sites; the highest in each group.
  std::vector<double> to_points(std::span<const double> site_weights) const;
  /// Weights of all groups, in local coordinates, from those of the points: a site without mass gets
  /// the highest weight with which its cell has no area inside the domain.
  ///
  /// Raises InvalidArgument unless there is one finite weight of moderate size per point.
  std::vector<double> to_groups(std::span<const double> point_weights) const;
};

}  // namespace brenier
