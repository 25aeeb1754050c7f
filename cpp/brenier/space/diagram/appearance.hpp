// Where an empty cell would appear in the domain, and how it would grow.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "brenier/space/diagram/linear_program.hpp"
#include "brenier/space/domain/convex_polyhedron.hpp"
#include "brenier/space/triangulation/regular_triangulation.hpp"

namespace brenier::space {

/// When the weight of a site has risen by `raise`, its cell is a point of the domain; from there on
/// it is a tetrahedron, whose volume is the cube of the further raise, times a factor.
struct Appearance {
  double raise;
  double volume_factor;

  /// By how much the weight has to rise for a cell of this volume.
  double raise_for(double volume) const { return raise + std::cbrt(volume / volume_factor); }
};

/// Of a site whose cell is hidden, or outside of the domain. The raise is the least of a linear
/// program: of t with power(site) - power(j) <= t for all other sites j, at a point of the domain.
/// It is solved by the dual simplex method; which site's inequality is violated most at a point is
/// the question whose cell that is in.
class AppearanceFinder {
 public:
  /// Keeps views of both.
  AppearanceFinder(const RegularTriangulation& triangulation, const ConvexPolyhedron& domain)
      : triangulation_(triangulation),
        domain_(domain),
        seen_(triangulation.tetrahedra().size(), 0) {}

  /// nullopt where rounding is in the way.
  std::optional<Appearance> operator()(Index site);

 private:
  std::optional<LinearProgram> least_within(const Box& box, Index site, Index near);
  Index owner(Point x, Index from);
  template <class IsWanted>
  Index neighbor_of(Index site, IsWanted&& is_wanted);
  Index visible_near(Index site) const;

  const RegularTriangulation& triangulation_;
  const ConvexPolyhedron& domain_;
  // The tetrahedra around the site that was looked at last, and of each the last time that it was
  // among them.
  std::vector<Index> star_;
  std::vector<std::uint64_t> seen_;
  std::uint64_t walks_ = 0;
};

}  // namespace brenier::space
