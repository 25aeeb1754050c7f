// A large disc inside the domain: where sites can be put so that each lies in its own cell.
#pragma once

#include "brenier/plane/domain/polygon.hpp"

namespace brenier {

/// A disc in the plane.
struct Disc {
  Point center;
  double radius = 0.0;
};

/// A disc inside the polygon, its radius within 1 % of the largest (a search over a quadtree). If
/// the polygon is so thin that this would take long, the largest found in time.
Disc inscribed_disc(const Polygon& polygon);

}  // namespace brenier
