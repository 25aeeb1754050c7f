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

/// A density that is constant on the pixels of a grid over a box in the caller's coordinates, `columns`
/// to a row, row 0 at the bottom. Raises InvalidArgument when a value is negative or not finite, or
/// when all are 0, or the box is empty or too small.
Source raster_source(const Box& bounds, std::vector<double> values, Index columns);

}  // namespace brenier
