// Points of space in and out of Python.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "bindings/arrays.hpp"
#include "brenier/space/points/point.hpp"

namespace brenier::bindings::space {

using brenier::space::Point;

inline std::span<const Point> points(const DoubleArray& array, const char* name) {
  static_assert(sizeof(Point) == 3 * sizeof(double));
  if (array.ndim() != 2 || array.shape(1) != 3) {
    throw InvalidArgument(text(name, " has the wrong shape; expected (n, 3)"));
  }
  return {reinterpret_cast<const Point*>(array.data()), static_cast<std::size_t>(array.shape(0))};
}

inline py::array_t<double> owned_points(std::vector<Point> items) {
  return owned<double>(std::move(items), {3});
}

}  // namespace brenier::bindings::space
