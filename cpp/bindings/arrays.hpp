// Arrays in and out of Python: views in, values out. Strict: C-contiguous float64 of the right
// shape; the Python side converts, once and visibly.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>
#include <span>
#include <vector>

#include "brenier/error.hpp"
#include "brenier/plane/points/point.hpp"
#include "brenier/text.hpp"

namespace brenier::bindings {

namespace py = pybind11;

using DoubleArray = py::array_t<double, py::array::c_style>;
using BoolArray = py::array_t<bool, py::array::c_style>;
using IndexArray = py::array_t<Index, py::array::c_style>;

inline std::span<const double> scalars(const DoubleArray& array, const char* name) {
  if (array.ndim() != 1) {
    throw InvalidArgument(text(name, " has ", array.ndim(), " dimensions; expected 1"));
  }
  return {array.data(), static_cast<std::size_t>(array.shape(0))};
}

inline std::span<const Index> indices(const IndexArray& array, const char* name) {
  if (array.ndim() != 1) {
    throw InvalidArgument(text(name, " has ", array.ndim(), " dimensions; expected 1"));
  }
  return {array.data(), static_cast<std::size_t>(array.shape(0))};
}

/// 0 or 1, a byte each.
inline std::span<const char> flags(const BoolArray& array, const char* name) {
  static_assert(sizeof(bool) == sizeof(char));
  if (array.ndim() != 1) {
    throw InvalidArgument(text(name, " has ", array.ndim(), " dimensions; expected 1"));
  }
  return {reinterpret_cast<const char*>(array.data()), static_cast<std::size_t>(array.shape(0))};
}

/// Points of the plane or of space, which are structs of as many doubles.
template <class Point>
std::span<const Point> points_of(const DoubleArray& array, const char* name) {
  constexpr py::ssize_t kExtent = sizeof(Point) / sizeof(double);
  if (array.ndim() != 2 || array.shape(1) != kExtent) {
    throw InvalidArgument(text(name, " has the wrong shape; expected (n, ", kExtent, ")"));
  }
  return {reinterpret_cast<const Point*>(array.data()), static_cast<std::size_t>(array.shape(0))};
}

inline std::span<const Point> points(const DoubleArray& array, const char* name) {
  return points_of<Point>(array, name);
}

inline std::vector<std::vector<Point>> copied_points(const std::vector<DoubleArray>& arrays,
                                                     const char* name) {
  std::vector<std::vector<Point>> copies;
  for (const DoubleArray& array : arrays) {
    const std::span<const Point> view = points(array, name);
    copies.emplace_back(view.begin(), view.end());
  }
  return copies;
}

/// One member of all structs.
template <class Item, class Member>
std::vector<Member> column(const std::vector<Item>& items, Member Item::* member) {
  std::vector<Member> result;
  result.reserve(items.size());
  for (const Item& item : items) result.push_back(item.*member);
  return result;
}

/// Moves a vector of structs made of T alone into an array of shape (size, extents…) that owns it.
template <class T, class Item>
py::array_t<T> owned(std::vector<Item> items, std::vector<py::ssize_t> extents = {}) {
  std::vector<py::ssize_t> shape{static_cast<py::ssize_t>(items.size())};
  shape.insert(shape.end(), extents.begin(), extents.end());
  auto keeper = std::make_unique<std::vector<Item>>(std::move(items));
  const T* data = reinterpret_cast<const T*>(keeper->data());
  py::capsule owner(keeper.get(), [](void* p) { delete static_cast<std::vector<Item>*>(p); });
  keeper.release();
  return py::array_t<T>(shape, data, owner);
}

template <class Point>
py::array_t<double> owned_points(std::vector<Point> items) {
  return owned<double>(std::move(items), {sizeof(Point) / sizeof(double)});
}

inline std::vector<py::array_t<double>> owned_points(std::vector<std::vector<Point>> lists) {
  std::vector<py::array_t<double>> arrays;
  for (std::vector<Point>& list : lists) arrays.push_back(owned_points(std::move(list)));
  return arrays;
}

}  // namespace brenier::bindings
