// Which points lie so near to others that these stand for them?
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/points/point.hpp"

namespace brenier {

/// How near is near, for each point.
struct Radii {
  std::function<double(Index)> of;
  double largest;  // no less than any of them
};

/// For each point the one that stands for it: itself, or one within its radius that stands for
/// itself. Points are taken one after the other, as `precedes` has them; one stands for itself only
/// if none of those before it that do is within its radius, else the nearest of them stands for it.
/// So nothing is joined by chains: each point is within its radius of the one that stands for it.
///
/// Points that follow each other should lie near each other, as in spatial order. Where no two
/// points are near to each other this costs a small part of sorting them.
std::vector<Index> representatives(std::span<const Point> points, const Radii& radii,
                                   const std::function<bool(Index, Index)>& precedes,
                                   const CheckInterrupt& interrupt = {});

}  // namespace brenier
