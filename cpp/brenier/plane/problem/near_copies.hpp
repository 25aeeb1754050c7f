// Sites so near to each other that weights in doubles cannot place the border between their cells,
// also across the seam of a torus.
#pragma once

#include <span>
#include <vector>

#include "brenier/copy_distance.hpp"
#include "brenier/interrupt.hpp"
#include "brenier/plane/points/torus.hpp"

namespace brenier {

using CopyDistance = CopyDistanceOf<Point>;

/// For each point in the box of a torus the one that stands for it, as of other points.
std::vector<Index> near_copies(std::span<const Point> points, std::span<const double> masses,
                               const Torus& torus, std::span<const Index> age,
                               const CheckInterrupt& interrupt = {});

}  // namespace brenier
