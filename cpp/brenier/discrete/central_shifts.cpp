#include "brenier/discrete/central_shifts.hpp"

#include <algorithm>
#include <limits>

namespace brenier {
namespace {

/// The least sums of slacks on the ways from the first to each, or back, by Dijkstra's algorithm.
std::vector<double> least_sums(std::span<const double> slack, Index count, bool is_back) {
  std::vector<double> result(count, std::numeric_limits<double>::infinity());
  std::vector<char> is_done(count, 0);
  result[0] = 0.0;
  for (Index turn = 0; turn < count; ++turn) {
    Index nearest = kNone;
    for (Index p = 0; p < count; ++p) {
      if (!is_done[p] && (nearest == kNone || result[p] < result[nearest])) nearest = p;
    }
    is_done[nearest] = 1;
    for (Index p = 0; p < count; ++p) {
      const Index from = is_back ? p : nearest, to = is_back ? nearest : p;
      const auto at = static_cast<std::size_t>(from) * count + to;
      result[p] = std::min(result[p], result[nearest] + slack[at]);
    }
  }
  return result;
}

}  // namespace

std::vector<double> central_shifts(std::span<const double> slack, Index count) {
  // Both the largest and the least numbers are allowed, and so is their mean.
  std::vector<double> result = least_sums(slack, count, false);
  const std::vector<double> back = least_sums(slack, count, true);
  for (Index p = 0; p < count; ++p) result[p] = 0.5 * (result[p] - back[p]);
  return result;
}

}  // namespace brenier
