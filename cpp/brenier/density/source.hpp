// A density, and how its normalised coordinates are related to the caller's.
#pragma once

#include <vector>

#include "brenier/density/density.hpp"
#include "brenier/geometry/frame.hpp"

namespace brenier {

struct Source {
  Density density;
  Similarity similarity;
};

/// The uniform density on a polygon in the caller's coordinates. Raises InvalidArgument as Polygon
/// does, and when the domain is too small for its area to be a normal number.
Source uniform_source(const std::vector<Ring>& rings);

}  // namespace brenier
