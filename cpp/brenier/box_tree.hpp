// Which of many boxes meet this one? A tree of boxes over boxes, packed into flat arrays.
#pragma once

#include <algorithm>
#include <vector>

#include "brenier/index.hpp"

namespace brenier {

/// Boxes of any dimension, with the corners `low` and `high`, `add(point)` and `overlaps(box)`.
/// Boxes that follow each other should lie near each other: each node of the tree stands for four
/// that do.
template <class Box>
class BoxTree {
 public:
  explicit BoxTree(std::vector<Box> boxes) {
    levels_.push_back(std::move(boxes));
    while (levels_.back().size() > kFanOut) {
      const std::vector<Box>& below = levels_.back();
      std::vector<Box> level((below.size() + kFanOut - 1) / kFanOut);
      for (std::size_t k = 0; k < below.size(); ++k) {
        level[k / kFanOut].add(below[k].low);
        level[k / kFanOut].add(below[k].high);
      }
      levels_.push_back(std::move(level));
    }
  }

  /// Calls visit(k) for every box k that has a point in common with `box`, the lowest k first.
  template <class Visit>
  void for_each_meeting(const Box& box, Visit&& visit) const {
    for_each_entered([&](std::size_t, std::size_t, const Box& node) { return node.overlaps(box); },
                     visit);
  }
  template <class Point, class Visit>
  void for_each_containing(Point x, Visit&& visit) const {
    for_each_meeting(Box{x, x}, visit);
  }
  /// Calls visit(k) for every box k that enters(0, k, box) holds for, and for the nodes above it:
  /// enters(level, node, box around all below), node k / kFanOut^level.
  template <class Enters, class Visit>
  void for_each_entered(Enters&& enters, Visit&& visit) const {
    if (!levels_.front().empty()) descend(levels_.size() - 1, 0, enters, visit);
  }

  static constexpr std::size_t kFanOut = 4;
  std::size_t level_count() const { return levels_.size(); }

 private:
  template <class Enters, class Visit>
  void descend(std::size_t level, std::size_t first, Enters&& enters, Visit&& visit) const {
    const std::vector<Box>& boxes = levels_[level];
    for (std::size_t k = first; k < std::min(first + kFanOut, boxes.size()); ++k) {
      if (!enters(level, k, boxes[k])) continue;
      if (level == 0) {
        visit(static_cast<Index>(k));
      } else {
        descend(level - 1, kFanOut * k, enters, visit);
      }
    }
  }

  std::vector<std::vector<Box>> levels_;  // the given boxes first; at most four at the top
};

}  // namespace brenier
