// Which of many things are one, as more and more of them are united?
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include "brenier/index.hpp"

namespace brenier {

/// Numbers in classes, each alone at first. The lowest of a class stands for it.
class Classes {
 public:
  explicit Classes(Index count) : lower_(count) { std::iota(lower_.begin(), lower_.end(), 0); }

  /// The lowest of the class of k.
  Index first(Index k) {
    while (lower_[k] != k) k = lower_[k] = lower_[lower_[k]];
    return k;
  }
  void unite(Index a, Index b) {
    a = first(a), b = first(b);
    lower_[std::max(a, b)] = std::min(a, b);
  }
  /// Leaves k alone again. All that it has been united with has to be left alone, too.
  void part(Index k) { lower_[k] = k; }

 private:
  std::vector<Index> lower_;  // one of the same class that is no higher
};

}  // namespace brenier
