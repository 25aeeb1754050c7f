// Where Newton's method starts: weights with which no cell is empty.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/domain/polygon.hpp"

namespace brenier {

/// Shrink the points into the domain, z = s y + b; with w = (1 - s) |y|² - 2 <b, y> the power
/// diagram is the Voronoi diagram of the z_i, each of which lies inside its own cell: none is
/// empty.
///
/// In a convex domain the bounding box of the points is made as large as possible, in another it is
/// put into a large inscribed disc.
std::vector<double> similarity_weights(std::span<const Point> points, const Polygon& domain);

}  // namespace brenier
