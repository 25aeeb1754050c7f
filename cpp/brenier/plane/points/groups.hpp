// Points that lie together.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// For each point the number of its group, of which there are `count`. Points are divided at their
/// mean, across the longer side of their box, and so on, until no group has more than `most`: so a
/// group does not reach over a wide gap, unless it is small.
struct Groups {
  std::vector<Index> of_point;
  Index count = 0;

  std::vector<std::vector<Index>> members() const;

  Groups(std::span<const Point> points, Index most);
};

}  // namespace brenier
