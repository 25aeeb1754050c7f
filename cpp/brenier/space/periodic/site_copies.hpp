// Sites on a torus, and those of their copies with which a diagram in space is that of the torus.
#pragma once

#include <span>
#include <vector>

#include "brenier/space/points/torus.hpp"
#include "brenier/space/triangulation/regular_triangulation.hpp"

namespace brenier::space {

/// Sites in the box of a torus, and after them those of their copies whose cells may have a part of
/// the box, by how far the cell of each may reach: a box about the site. A copy is the site shifted
/// by one period at most along each axis.
///
/// A cell of a power diagram on the torus lies within half a period of its own site, along each
/// axis: beyond, a copy is nearer. So a reach of that is enough in any case, and more is none.
class SiteCopies {
 public:
  /// The reach of a site is from `low` to `high`, as seen from it.
  SiteCopies(const Torus& torus, std::vector<Point> sites, std::vector<Box> reach);

  Index site_count() const { return static_cast<Index>(reach_.size()); }
  Index size() const { return static_cast<Index>(copies_.sites.size()); }
  /// The points in a good order to insert them.
  const OrderedSites& ordered() const { return ordered_; }
  const std::vector<Point>& points() const { return ordered_.points; }
  Index site(Index copy) const { return copies_.sites[copy]; }
  SmallShift shift(Index copy) const { return copies_.shifts[copy]; }
  const std::vector<Box>& reach() const { return reach_; }

  /// One value for each copy: that of its site.
  std::vector<double> spread(std::span<const double> of_sites) const;

 private:
  struct Copies {
    std::vector<Point> points;
    std::vector<Index> sites;
    std::vector<SmallShift> shifts;

    Copies(const Torus& torus, std::vector<Point> of_sites, std::span<const Box> reach);
  };

  std::vector<Box> reach_;
  Copies copies_;
  OrderedSites ordered_;  // has the points
};

/// As far as any cell reaches on a torus, and a little more, as vertices are rounded.
Box farthest_reach(const Torus& torus);

/// As far as d along each axis.
inline Box reach_of(double d) { return {{-d, -d, -d}, {d, d, d}}; }

}  // namespace brenier::space
