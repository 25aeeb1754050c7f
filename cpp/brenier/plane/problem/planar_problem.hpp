// What is to be solved in the plane: sites with target masses under a source.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/source.hpp"
#include "brenier/plane/points/distinct_sites.hpp"
#include "brenier/plane/points/frame.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// A semi-discrete transport problem, validated and normalised. The solver sees `points` and
/// `targets` alone: distinct sites in spatial order, each with a positive mass. Sites at the same
/// place are one point with the sum of their masses; sites without mass are left out.
struct PlanarProblem {
  std::shared_ptr<const Source> source;
  Frame frame;
  DistinctSites sites;          // all of them, also those without mass
  Targets targets;              // of the points
  std::vector<Index> point_of;  // of each group of sites: its point, or kNone without mass
  std::vector<Point> points;    // in local coordinates

  /// Raises InvalidArgument when a site is not finite, or the masses are not as MergedTargets wants
  /// them.
  PlanarProblem(std::span<const Point> given_sites, std::span<const double> given_masses,
                std::shared_ptr<const Source> given_source, const CheckInterrupt& interrupt = {});

  /// Other sites, in the local coordinates of a problem, under its source.
  PlanarProblem(const PlanarProblem& other, std::span<const Point> local_sites,
                std::span<const double> given_masses, const CheckInterrupt& interrupt = {});

  const DomainIndex& domain() const { return domain_of(source->density); }

  /// Weights of the points from the caller's weights of the sites; the highest in each group.
  std::vector<double> to_points(std::span<const double> site_weights) const;
  /// Weights of all groups, in local coordinates, from those of the points: a site without mass
  /// gets the highest weight with which its cell has no area inside the domain.
  ///
  /// Raises InvalidArgument unless there is one finite weight of moderate size per point.
  std::vector<double> to_groups(std::span<const double> point_weights) const;

 private:
  void merge(std::span<const double> given_masses);
};

}  // namespace brenier
