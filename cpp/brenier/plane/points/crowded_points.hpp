// Which points have another one near by? A table of the squares of a grid that hold one.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/points/point.hpp"

namespace brenier {

/// The points that have another one within a distance, increasing, and perhaps some that have one
/// within a hundred times that.
std::vector<Index> crowded_points(std::span<const Point> points, double distance,
                                  const CheckInterrupt& interrupt = {});

}  // namespace brenier
