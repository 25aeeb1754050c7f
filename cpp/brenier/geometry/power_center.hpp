// The vertices and edges of a power diagram before any clipping: power centres and bisectors.
#pragma once

#include "brenier/types.hpp"

namespace brenier {

struct WeightedPoint {
  Point point;
  double weight = 0.0;
};

/// The point with the same power |x - y|² - w to three sites in counter-clockwise order, with an
/// absolute error of about 1e-14, or of 1e-16 times the coordinates where that is more. When the sites
/// are so nearly on one line that doubles cannot tell, a point very far out in the right direction; not
/// finite if the direction is lost as well.
Point power_center(WeightedPoint a, WeightedPoint b, WeightedPoint c);

/// The points with the same power to sites a and b: foot + t · direction, |direction| = 1, a to the
/// left. The foot is the point of the line nearest to `near`.
struct Bisector {
  Point foot;
  Point direction;
};
Bisector bisector(WeightedPoint a, WeightedPoint b, Point near);

}  // namespace brenier
