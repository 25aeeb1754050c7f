#include "brenier/sampled/best_scores.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <numeric>

#include "brenier/error.hpp"
#include "brenier/sampled/ranks.hpp"

namespace brenier {
namespace {

// Wide enough for any vector unit, and narrow enough for the maxima to stay in registers.
constexpr std::size_t kLanes = 32;
using Lanes = std::array<float, kLanes>;
// So many of their maxima bound a score well: the more there are, the less of others is above it.
constexpr std::size_t kWanted = 24;

/// The largest of the scores at every 32nd place, from each of the first 32 on; -∞ where there are
/// fewer.
Lanes maxima_of_lanes(std::span<const float> scores) {
  Lanes maxima;
  maxima.fill(-std::numeric_limits<float>::infinity());
  std::size_t begin = 0;
  for (; begin + kLanes <= scores.size(); begin += kLanes) {
    const float* const s = scores.data() + begin;
    for (std::size_t l = 0; l < kLanes; ++l) maxima[l] = maxima[l] < s[l] ? s[l] : maxima[l];
  }
  for (std::size_t l = 0; begin + l < scores.size(); ++l) {
    maxima[l] = std::max(maxima[l], scores[begin + l]);
  }
  return maxima;
}

/// Appends the places of scores from a threshold on, without a guess at each of a block in which
/// there is one.
void add_those_from(float threshold, std::span<const float> scores, std::vector<Index>& found) {
  const auto look_at = [&](std::size_t begin, std::size_t end) {
    std::size_t count = found.size();
    found.resize(count + (end - begin));
    for (std::size_t j = begin; j < end; ++j) {
      found[count] = static_cast<Index>(j);
      count += static_cast<std::size_t>(scores[j] >= threshold);
    }
    found.resize(count);
  };
  std::size_t begin = 0;
  for (; begin + kLanes <= scores.size(); begin += kLanes) {
    const float* const s = scores.data() + begin;
    int any = 0;
    for (std::size_t l = 0; l < kLanes; ++l) any |= static_cast<int>(s[l] >= threshold);
    if (any != 0) look_at(begin, begin + kLanes);
  }
  look_at(begin, scores.size());
}

/// No more than the k-th largest score. The k-th largest of maxima of lanes is that: they are
/// scores of different places. `maxima` is for as many parts of the row as make lanes enough.
float bound_of_kth(std::span<const float> scores, int k, std::vector<float>& maxima) {
  const std::size_t parts = (k + kWanted - 1) / kWanted, n = scores.size();
  maxima.clear();
  for (std::size_t p = 0; p < parts; ++p) {
    const std::size_t begin = n * p / parts, end = n * (p + 1) / parts;
    const Lanes lanes = maxima_of_lanes(scores.subspan(begin, end - begin));
    maxima.insert(maxima.end(), lanes.begin(), lanes.end());
  }
  std::nth_element(maxima.begin(), maxima.begin() + (k - 1), maxima.end(), std::greater<>());
  return maxima[k - 1];
}

}  // namespace

void BestScores::find(std::span<const float> scores, int k, float slack) {
  found.clear();
  if (scores.size() <= static_cast<std::size_t>(k)) {
    found.resize(scores.size());
    std::iota(found.begin(), found.end(), 0);
    return;
  }
  add_those_from(bound_of_kth(scores, k, maxima_) - slack, scores, found);
  few_.clear();
  for (const Index j : found) few_.push_back(scores[j]);
  if (few_.size() < static_cast<std::size_t>(k)) {
    throw InvalidArgument("scores are nan; expected numbers");
  }
  order_of<float>(few_, order_);
  const float least = few_[order_[k - 1]] - slack;
  std::size_t count = 0;
  for (std::size_t at = 0; at < few_.size(); ++at) {
    found[count] = found[at];
    count += static_cast<std::size_t>(few_[at] >= least);
  }
  found.resize(count);
}

}  // namespace brenier
