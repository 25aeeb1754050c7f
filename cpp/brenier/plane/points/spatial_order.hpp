// An order of points along a Hilbert curve: neighbours in it are neighbours in the plane.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/points/point.hpp"

namespace brenier {

/// The permutation that sorts the points along a Hilbert curve over their bounding box. Points with
/// the same coordinates follow each other, the lowest index first.
std::vector<Index> spatial_order(std::span<const Point> points,
                                 const CheckInterrupt& interrupt = {});

}  // namespace brenier
