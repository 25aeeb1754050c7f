// The convex hull of points, exactly.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// The vertices of the convex hull, counter-clockwise, without those in the middle of a side. Two
/// of them if all points lie on one line; one for one point.
std::vector<Index> convex_hull(std::span<const Point> points);

}  // namespace brenier
