// What is to be solved in space: sites with target masses under a source.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "brenier/copy_distance.hpp"
#include "brenier/interrupt.hpp"
#include "brenier/space/measure/source.hpp"
#include "brenier/space/points/distinct_sites.hpp"
#include "brenier/waist/problem_sites.hpp"

namespace brenier::space {

using CopyDistance = CopyDistanceOf<Point>;

/// A semi-discrete transport problem, validated and normalised. Near copies (copy_distance.hpp) are
/// one point, too, as sites at the same place are.
struct SpatialProblem : ProblemSites<Point, Shift> {
  std::shared_ptr<const Source> source;

  /// Finds out which sites are near copies, unless told by `given_groups`: for each site, the
  /// lowest index of those that share its cell; sites at the same place share theirs in any case.
  ///
  /// Raises InvalidArgument when a site is not finite, the masses are not as MergedTargets wants
  /// them, or the groups are none, or of sites too far apart to be copies.
  SpatialProblem(std::span<const Point> given_sites, std::span<const double> given_masses,
                 std::shared_ptr<const Source> given_source, const CheckInterrupt& interrupt = {},
                 std::optional<std::span<const Index>> given_groups = std::nullopt);

  /// Other sites, in the local coordinates of a problem, under its source.
  SpatialProblem(const SpatialProblem& other, std::span<const Point> local_sites,
                 std::span<const double> given_masses, const CheckInterrupt& interrupt = {});

  const ConvexPolyhedron& domain() const { return source->local; }

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
  std::vector<Point> points_together() const;
  CopyDistance copy_distance(std::span<const Point> together) const;
  std::vector<Index> standing_found(const CheckInterrupt& interrupt) const;
  std::vector<Index> standing_given(std::span<const Index> given_groups) const;
};

}  // namespace brenier::space
