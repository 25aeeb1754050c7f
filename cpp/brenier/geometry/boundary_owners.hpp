// Which cell owns a stretch of the domain's boundary, whatever rounding does to the crossings' order.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "brenier/types.hpp"

namespace brenier {

/// A crossing of the domain's boundary: going along the boundary, the cell changes there.
struct Change {
  Index edge;    // of the domain
  double along;  // from the edge's first vertex to its second, in [0, 1]
  Point point;
  Index before;
  Index after;
};

/// How often each cell owns a stretch of the boundary: one cell once, except between changes that
/// rounding has put in the wrong order. There, signs keep the books: whatever the order, the
/// segments around each cell close up.
struct Owners {
  std::vector<std::pair<Index, int>> counts;

  void add(Index site, int count) {
    const auto at = std::find_if(counts.begin(), counts.end(),
                                 [&](const auto& entry) { return entry.first == site; });
    if (at == counts.end()) {
      counts.push_back({site, count});
    } else if ((at->second += count) == 0) {
      counts.erase(at);
    }
  }
  /// The site that counts `count`, if it is alone in that.
  Index only(int count) const {
    Index result = kNone;
    for (const auto& entry : counts) {
      if ((entry.second > 0) != (count > 0)) continue;
      if (entry.second != count || result != kNone) return kNone;
      result = entry.first;
    }
    return result;
  }
  void pass(const Change& change) {
    add(change.before, -1);
    add(change.after, 1);
  }
};

}  // namespace brenier
