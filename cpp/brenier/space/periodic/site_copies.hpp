// Sites on a torus, and those of their copies with which a diagram in space is that of the torus.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/points/torus.hpp"
#include "brenier/space/triangulation/regular_triangulation.hpp"

namespace brenier::space {

/// Sites in the box of a torus, and after them their copies around it within the reach of each. A
/// copy is the site shifted by one period at most along each axis.
///
/// A cell of a power diagram on the torus lies in the box about its own site: beyond the faces of
/// that, a copy is nearer. So no copy that is farther than half a period from the box has a part of
/// it, and with an infinite reach a site has all that have.
class SiteCopies {
 public:
  static constexpr double kAll = std::numeric_limits<double>::infinity();

  SiteCopies(const Torus& torus, std::vector<Point> sites, std::vector<double> reach);
  /// The same reach for all sites, and all copies within it, also those that are farther than half
  /// a period.
  static SiteCopies around(const Torus& torus, std::vector<Point> sites, double reach);

  Index site_count() const { return static_cast<Index>(reach_.size()); }
  Index size() const { return static_cast<Index>(copies_.sites.size()); }
  /// The points in a good order to insert them.
  const OrderedSites& ordered() const { return ordered_; }
  const std::vector<Point>& points() const { return ordered_.points; }
  Index site(Index copy) const { return copies_.sites[copy]; }
  SmallShift shift(Index copy) const { return copies_.shifts[copy]; }
  bool is_original(Index copy) const { return copy < site_count(); }
  const std::vector<double>& reach() const { return reach_; }

  /// One value for each copy: that of its site.
  std::vector<double> spread(std::span<const double> of_sites) const;

 private:
  struct Copies {
    std::vector<Point> points;
    std::vector<Index> sites;
    std::vector<SmallShift> shifts;

    Copies(const Torus& torus, std::vector<Point> of_sites, std::span<const double> reach,
           Point farthest);
  };
  SiteCopies(const Torus& torus, std::vector<Point> sites, std::vector<double> reach,
             Point farthest);

  std::vector<double> reach_;
  Copies copies_;
  OrderedSites ordered_;  // has the points
};

}  // namespace brenier::space
