// What is to be solved in the plane: sites with target masses under a source.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/source.hpp"
#include "brenier/plane/points/distinct_sites.hpp"
#include "brenier/plane/points/frame.hpp"
#include "brenier/plane/problem/near_copies.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// A semi-discrete transport problem, validated and normalised. The solver sees `points` and
/// `targets` alone: distinct sites in spatial order, each with a positive mass. Sites at the same
/// place, and near copies (copy_distance.hpp), are one point with the sum of their masses; sites
/// without mass are left out. On a periodic box, sites stand for all their copies.
struct PlanarProblem {
  std::shared_ptr<const Source> source;
  Frame frame;
  std::vector<Shift> turns;     // of sites: the caller's lie so many periods away; on a torus only
  DistinctSites sites;          // all of them, also those without mass
  Targets targets;              // of the points
  std::vector<Index> point_of;  // of each group of sites: its point, or kNone without mass
  std::vector<Point> points;    // in local coordinates

  /// Finds out which sites are near copies, unless told by `given_groups`: for each site, the
  /// lowest index of those that share its cell; sites at the same place share theirs in any case.
  ///
  /// Raises InvalidArgument when a site is not finite, the masses are not as MergedTargets wants
  /// them, or the groups are none, or of sites too far apart to be copies.
  PlanarProblem(std::span<const Point> given_sites, std::span<const double> given_masses,
                std::shared_ptr<const Source> given_source, const CheckInterrupt& interrupt = {},
                std::optional<std::span<const Index>> given_groups = std::nullopt);

  /// Other sites, in the local coordinates of a problem, under its source.
  PlanarProblem(const PlanarProblem& other, std::span<const Point> local_sites,
                std::span<const double> given_masses, const CheckInterrupt& interrupt = {});

  const DomainIndex& domain() const { return domain_of(source->density); }
  /// That has to be crossed between parts of the domain, in the caller's unit; 0 if there is one.
  double widest_gap() const;
  /// The relative error that rounding of weights may cost where cells on both sides of that gap
  /// have the least mass: ε gap² / h², h the width of such a cell.
  double rounding_of_gap() const;

  /// Weights of the points from the caller's weights of the sites; the highest in each group.
  std::vector<double> to_points(std::span<const double> site_weights) const;
  /// Weights of all groups, in local coordinates, from those of the points: a site without mass
  /// gets the highest weight with which its cell has no area inside the domain.
  ///
  /// Raises InvalidArgument unless there is one finite weight of moderate size per point.
  std::vector<double> to_groups(std::span<const double> point_weights) const;
  /// The lowest index of the sites that are this point.
  Index site_of_point(Index point) const;
  /// For each site, the lowest index of those that share its cell.
  std::vector<Index> first_of_group() const;

 private:
  std::vector<Point> to_local(std::span<const Point> given_sites);
  std::vector<Point> in_box(std::span<const Point> local_sites) const;
  double hiding_weight(Index group, Index neighbor, double weight_of_neighbor) const;
  void merge(std::span<const double> given_masses);
  CopyDistance copy_distance(std::span<const Point> together) const;
  std::vector<Index> standing_found(const CheckInterrupt& interrupt) const;
  std::vector<Index> standing_given(std::span<const Index> given_groups) const;
};

}  // namespace brenier
