// The coordinates of a point of the plane or of space, for what is the same in both.
#pragma once

#include <array>

namespace brenier {

template <class Point>
constexpr auto coordinates(const Point& p) {
  if constexpr (requires { p.z; }) {
    return std::array{p.x, p.y, p.z};
  } else {
    return std::array{p.x, p.y};
  }
}

}  // namespace brenier
