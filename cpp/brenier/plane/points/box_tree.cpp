#include "brenier/plane/points/box_tree.hpp"

namespace brenier {

BoxTree::BoxTree(std::vector<Box> boxes) {
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

}  // namespace brenier
