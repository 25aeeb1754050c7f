// Sites on a torus, and those of their copies with which a diagram in the plane is that of the
// torus.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/points/torus.hpp"

namespace brenier {

/// Sites in the box of a torus, and their copies around it within the reach of each, in spatial
/// order. A copy is the site shifted by one period at most along each axis.
///
/// A cell of a power diagram on the torus lies in the box about its own site: beyond the sides of
/// that, a copy is nearer. So copies half a period away from the box are never missed, and with an
/// infinite reach a site has all that can matter.
class SiteCopies {
 public:
  static constexpr Index kMostOfOneSite = 9;

  /// The same reach for all sites, or one for each.
  SiteCopies(const Torus& torus, std::span<const Point> sites, std::vector<double> reach,
             const CheckInterrupt& interrupt = {});
  SiteCopies(const Torus& torus, std::span<const Point> sites, double reach,
             const CheckInterrupt& interrupt = {})
      : SiteCopies(torus, sites, std::vector<double>(sites.size(), reach), interrupt) {}
  /// All copies within the reach, also those that are farther than half a period.
  static SiteCopies around(const Torus& torus, std::span<const Point> sites, double reach,
                           const CheckInterrupt& interrupt = {});

  Index site_count() const { return static_cast<Index>(originals_.size()); }
  Index size() const { return static_cast<Index>(points_.size()); }
  const std::vector<Point>& points() const { return points_; }
  Index site(Index copy) const { return sites_[copy]; }
  Shift shift(Index copy) const { return shifts_[copy]; }
  /// The copy of a site that is not shifted.
  Index original(Index site) const { return originals_[site]; }
  const std::vector<Index>& originals() const { return originals_; }
  const std::vector<double>& reach() const { return reach_; }
  /// Nearer to the box than this, no copy of the site is missing that could have a part of it;
  /// infinite if none is missing at all.
  double complete_within(Index site) const { return complete_within_[site]; }

  /// One value for each copy: that of its site.
  std::vector<double> spread(std::span<const double> of_sites) const;

 private:
  SiteCopies(const Torus& torus, std::span<const Point> sites, std::vector<double> reach,
             Point farthest, const CheckInterrupt& interrupt);

  std::vector<double> reach_;
  std::vector<Point> points_;
  std::vector<Index> sites_;
  std::vector<Shift> shifts_;
  std::vector<Index> originals_;
  std::vector<double> complete_within_;
};

}  // namespace brenier
