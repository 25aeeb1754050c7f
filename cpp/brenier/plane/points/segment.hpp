// What a power diagram consists of: pieces of the boundaries of its cells.
#pragma once

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// A piece of a cell's boundary, a → b. The cell of site `left` lies to its left, that of site
/// `right` to its right; `right` is kNone on the boundary of the domain.
struct Segment {
  Index left;
  Index right;
  Point a;
  Point b;
};

}  // namespace brenier
