// What is to be solved in the plane: sites with target masses under a source.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/source.hpp"
#include "brenier/plane/points/distinct_sites.hpp"
#include "brenier/plane/problem/near_copies.hpp"
#include "brenier/waist/problem_sites.hpp"

namespace brenier {

/// A semi-discrete transport problem, validated and normalised. Near copies (copy_distance.hpp) are
/// one point, too, as sites at the same place are.
struct PlanarProblem : ProblemSites<Point, Shift> {
  std::shared_ptr<const Source> source;

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

  /// Weights of all groups, in local coordinates, from those of the points: a site without mass
  /// gets one with which its cell is empty inside the domain.
  ///
  /// Raises InvalidArgument unless there is one finite weight of moderate size per point.
  std::vector<double> to_groups(std::span<const double> point_weights) const;
  /// The weights of the caller's sites, shifted such that Σ ν_i w_i = 0.
  std::vector<double> site_weights(std::span<const double> point_weights) const {
    return to_sites(to_groups(point_weights));
  }

 private:
  CopyDistance copy_distance(std::span<const Point> together) const;
  std::vector<Index> standing_found(const CheckInterrupt& interrupt) const;
  std::vector<Index> standing_given(std::span<const Index> given_groups) const;
};

}  // namespace brenier
