// The distance of a point from a segment.
#pragma once

#include <algorithm>

#include "brenier/plane/domain/polygon.hpp"

namespace brenier::testing {

inline double distance_to_segment(Point x, BoundaryEdge e) {
  const double t = dot(x - e.p, e.q - e.p) / squared_norm(e.q - e.p);
  return norm(x - (e.p + std::clamp(t, 0.0, 1.0) * (e.q - e.p)));
}

}  // namespace brenier::testing
