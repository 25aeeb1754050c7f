// Points of space from Python.
#pragma once

#include <span>

#include "bindings/arrays.hpp"
#include "brenier/space/points/point.hpp"

namespace brenier::bindings::space {

using brenier::space::Point;

inline std::span<const Point> points(const DoubleArray& array, const char* name) {
  return points_of<Point>(array, name);
}

}  // namespace brenier::bindings::space
