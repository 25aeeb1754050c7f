// The regular triangulation of weighted sites by themselves: tetrahedra that fill their hull.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/points/corners.hpp"
#include "brenier/space/triangulation/regular_triangulation.hpp"

namespace brenier::space {

/// Unlike `RegularTriangulation` it has no guards around the sites, so its border is that of their
/// convex hull. Sites in a plane, on a line, or a single one, have no tetrahedra: there they get an
/// apex, or up to three, off all of them. Then each tetrahedron has all apexes for corners, and its
/// face without them is a triangle, an edge or a vertex of what is regular in the plane or on the
/// line.
class HullTriangulation {
 public:
  /// Sites are distinct; an entry of `weights` for each.
  HullTriangulation(const OrderedSites& sites, std::span<const double> weights,
                    const CheckInterrupt& interrupt = {});

  bool is_flat() const { return static_cast<Index>(points_.size()) > site_count_; }
  bool is_apex(Index corner) const { return corner >= site_count_; }
  const std::vector<Tetrahedron>& tetrahedra() const { return tetrahedra_; }
  Corners corners(Index tetrahedron) const;

  /// Groups of tetrahedra that have their power centre in common, exactly, and reach each other
  /// across faces: for each the lowest index of its group. Where no five sites are at the same
  /// power from one point, each is alone.
  std::vector<Index> tied_groups(int workers = 1, const CheckInterrupt& interrupt = {}) const;

  /// The tetrahedron that x is in, apexes included, or kNone; found by a walk that starts at `here`
  /// and leaves there where it has ended.
  Index tetrahedron_containing(Point x, Index& here) const;

 private:
  void add_apexes(const CheckInterrupt& interrupt);

  Index site_count_;
  std::vector<WeightedPoint> points_;
  std::vector<Tetrahedron> tetrahedra_;
};

}  // namespace brenier::space
