// Which of many boxes meet this one? A tree of boxes over boxes, packed into flat arrays.
#pragma once

#include <vector>

#include "brenier/plane/points/box.hpp"

namespace brenier {

/// Boxes that follow each other should lie near each other: each node of the tree stands for four
/// that do.
class BoxTree {
 public:
  explicit BoxTree(std::vector<Box> boxes);

  /// Calls visit(k) for every box k that has a point in common with `box`, the lowest k first.
  template <class Visit>
  void for_each_meeting(const Box& box, Visit&& visit) const {
    if (!levels_.front().empty()) descend(levels_.size() - 1, 0, box, visit);
  }
  template <class Visit>
  void for_each_containing(Point x, Visit&& visit) const {
    for_each_meeting(Box{x, x}, visit);
  }

 private:
  static constexpr std::size_t kFanOut = 4;

  template <class Visit>
  void descend(std::size_t level, std::size_t first, const Box& box, Visit&& visit) const {
    const std::vector<Box>& boxes = levels_[level];
    for (std::size_t k = first; k < std::min(first + kFanOut, boxes.size()); ++k) {
      if (!boxes[k].overlaps(box)) continue;
      if (level == 0) {
        visit(static_cast<Index>(k));
      } else {
        descend(level - 1, kFanOut * k, box, visit);
      }
    }
  }

  std::vector<std::vector<Box>> levels_;  // the given boxes first; at most four at the top
};

}  // namespace brenier
