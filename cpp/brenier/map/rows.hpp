// Rows of numbers in the caller's memory: the values that a map is lifted to.
#pragma once

#include <cstddef>
#include <span>

#include "brenier/index.hpp"

namespace brenier {

/// A view of `count` rows of `width` numbers each, one after the other.
template <class T>
struct Rows {
  T* data;
  Index count;
  Index width;

  std::span<T> operator[](Index row) const {
    return {data + static_cast<std::ptrdiff_t>(row) * width, static_cast<std::size_t>(width)};
  }
};

}  // namespace brenier
