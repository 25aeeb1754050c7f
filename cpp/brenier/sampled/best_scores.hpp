// The best few of a row of scores.
#pragma once

#include <span>
#include <vector>

#include "brenier/index.hpp"

namespace brenier {

/// Keeps its memory from one row to the next.
class BestScores {
 public:
  /// Finds the places, increasing, of the k largest scores, and of all others that are less than
  /// the k-th of them by `slack` at most; of all if there are no more than k. Scores are not nan.
  void find(std::span<const float> scores, int k, float slack);

  std::vector<Index> found;

 private:
  std::vector<float> few_, maxima_;
  std::vector<Index> order_;
};

}  // namespace brenier
