// When does an empty cell appear as the weight of its site rises, and how does it grow from there?
#pragma once

#include <array>

#include "brenier/plane/triangulation/weighted_point.hpp"

namespace brenier {

/// A half-plane <z, normal> <= 0 that recedes to <z, normal> <= t · speed.
struct RecedingSide {
  Point normal;
  double speed;
};

/// c in the law area = c t² of the triangle between three such sides. Where the triangle has no
/// corner worth the name, c is capped: an area that other cells will bound is not to be counted on.
double growth_of_triangle(const std::array<RecedingSide, 3>& sides);

/// The side that bounds a cell against a site with the same power at a point z away from there,
/// when the weight of its own site rises by t.
RecedingSide side_against(Point own_site, Point other_site);

/// A site's cell is empty until its weight has risen by `raise`. Then it is a point of the domain,
/// and with t more it has the area growth · t², until it meets further cells.
struct Appearance {
  double raise;
  double growth;

  /// The raise that gives the cell an area.
  double raise_for(double area) const;
};

/// The appearance of a hidden site at a vertex of the diagram, the power centre of the triangle of
/// sites in which it lies.
Appearance appearance_at_vertex(Point vertex, const WeightedPoint& site,
                                const std::array<WeightedPoint, 3>& triangle);

}  // namespace brenier
