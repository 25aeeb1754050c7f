// A triangle of a triangulation, by the indices of its vertices and neighbours.
#pragma once

#include <array>

#include "brenier/types.hpp"

namespace brenier {

/// A triangle of sites, counter-clockwise; neighbour k lies across the edge opposite vertex k, or is
/// kNone on the convex hull.
struct Triangle {
  std::array<Index, 3> vertices;
  std::array<Index, 3> neighbors;
};

}  // namespace brenier
