// The order of points along a curve that fills space: neighbours in it are near each other.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/points/point.hpp"

namespace brenier::space {

/// The indices of the points in the order of Hilbert's curve; those that it does not tell apart by
/// coordinates, then by index, so that points at one place are next to each other.
std::vector<Index> spatial_order(std::span<const Point> points,
                                 const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
