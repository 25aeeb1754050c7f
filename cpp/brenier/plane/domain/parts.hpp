// The connected parts of a domain, roughly.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/domain/polygon.hpp"

namespace brenier {

/// The boxes of the outer rings. Rings that touch in a point count as parts of their own.
std::vector<Box> part_boxes(const Polygon& domain);

/// The longest of the shortest ways that join all boxes: the widest gap that has to be crossed.
double widest_gap(std::span<const Box> boxes);

}  // namespace brenier
