// What CGAL decides, behind a plain header: CGAL's own take a minute to compile.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/points/point.hpp"

namespace brenier::space {

struct WeightedPoint {
  Point point;
  double weight;
};

/// Four sites, positively oriented, and across the face opposite each of them the neighbour, kNone
/// where there is none.
struct Tetrahedron {
  std::array<Index, 4> sites;
  std::array<Index, 4> neighbors;
};

/// An order in which sites are best inserted: random at large, along a curve at small.
std::vector<Index> insertion_order(std::span<const Point> points);

/// The tetrahedra of the regular triangulation of points that are not in a plane: those of which
/// no other point is nearer, in its power, to the centre. Points are inserted in the order given.
std::vector<Tetrahedron> regular_tetrahedra(std::span<const WeightedPoint> points,
                                            std::span<const Index> order,
                                            const CheckInterrupt& interrupt);

/// The point that has the same power to four that are in no plane, computed exactly and then
/// rounded.
Point exact_power_center(const std::array<WeightedPoint, 4>& sites);

/// The sign of a fifth point's power at the power centre of a positively oriented tetrahedron, less
/// that of the four points, exactly: negative if it is nearer.
int power_side(const std::array<WeightedPoint, 4>& tetrahedron, const WeightedPoint& fifth);

/// Have the four points of a positively oriented tetrahedron and a fifth one the same power centre,
/// exactly?
inline bool share_power_center(const std::array<WeightedPoint, 4>& tetrahedron,
                               const WeightedPoint& fifth) {
  return power_side(tetrahedron, fifth) == 0;
}

}  // namespace brenier::space
