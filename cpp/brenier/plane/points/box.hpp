// Rectangles along the axes, as bounds of what lies in them.
#pragma once

#include "brenier/box.hpp"
#include "brenier/plane/points/point.hpp"

namespace brenier {

using Box = BoxOf<Point>;

inline Box box_of(Point a, Point b) {
  Box box{a, a};
  box.add(b);
  return box;
}

}  // namespace brenier
