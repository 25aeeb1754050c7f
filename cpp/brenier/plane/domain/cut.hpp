// What is left of a polygon beyond a straight line.
#pragma once

#include "brenier/plane/domain/polygon.hpp"

namespace brenier {

/// The part of a ring's inside where <x, normal> >= offset. If the ring is not convex, parts may be
/// joined by edges along the line, there and back, which integrals do not see.
Ring cut(const Ring& ring, Point normal, double offset);

}  // namespace brenier
