// Moving points and scaling them, such that numbers are of the order of 1.
#pragma once

#include <span>
#include <vector>

#include "brenier/space/points/point.hpp"

namespace brenier::space {

/// x ↦ (x - origin) / unit, the unit a power of two: no digit is lost by the scaling, unless it
/// underflows, and none by the shift where origin is 0 or near to x.
struct Similarity {
  Point origin;
  double unit = 1.0;

  Point to_local(Point x) const { return (1.0 / unit) * (x - origin); }
  std::vector<Point> to_local(std::span<const Point> points) const;
  Point from_local(Point x) const { return origin + unit * x; }

  /// The similarity that makes a box about 1 to 2 wide, around or near (0, 0, 0).
  static Similarity of(const Box& box);
};

}  // namespace brenier::space
