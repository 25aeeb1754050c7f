// Checks of points at the gate: what they let through cannot upset the geometry behind it.
#pragma once

#include <span>

#include "brenier/space/points/point.hpp"

namespace brenier::space {

/// The points as they are. Raises InvalidArgument naming the argument when there are more than an
/// Index counts, and the first index with a coordinate that is not finite, or larger than
/// kLargestCoordinate.
std::span<const Point> required_points(const char* argument, std::span<const Point> points);

/// The same, for sites: at least one.
std::span<const Point> required_sites(std::span<const Point> sites);

}  // namespace brenier::space
