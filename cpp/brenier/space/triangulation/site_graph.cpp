#include "brenier/space/triangulation/site_graph.hpp"

#include <numeric>

namespace brenier::space {

SiteGraph::SiteGraph(const RegularTriangulation& triangulation, const CheckInterrupt& interrupt) {
  const auto for_each_pair = [&](auto&& visit) {
    for (const Tetrahedron& t : triangulation.tetrahedra()) {
      for (const Index i : t.sites) {
        for (const Index j : t.sites) {
          if (i != j && !triangulation.is_guard(i) && !triangulation.is_guard(j)) visit(i, j);
        }
      }
    }
  };
  build(triangulation.site_count(), for_each_pair, interrupt);
}

SiteGraph::SiteGraph(Index site_count, std::span<const std::array<Index, 2>> pairs,
                     const CheckInterrupt& interrupt) {
  const auto for_each_pair = [&](auto&& visit) {
    for (const auto& [i, j] : pairs) {
      if (i == j) continue;
      visit(i, j);
      visit(j, i);
    }
  };
  build(site_count, for_each_pair, interrupt);
}

template <class ForEachPair>
void SiteGraph::build(Index count, ForEachPair&& for_each_pair, const CheckInterrupt& interrupt) {
  // Each pair as often as it comes: counted, placed, then each kept once.
  std::vector<std::size_t> place(count + 1, 0);
  for_each_pair([&](Index i, Index) { ++place[i + 1]; });
  check(interrupt);
  std::partial_sum(place.begin(), place.end(), place.begin());
  std::vector<Index> all(place.back());
  const std::vector<std::size_t> begin = place;
  for_each_pair([&](Index i, Index j) { all[place[i]++] = j; });
  begin_.assign(1, 0);
  OccasionalCheck check_now_and_then(interrupt);
  for (Index i = 0; i < count; ++i) {
    check_now_and_then();
    const auto first = all.begin() + begin[i], last = all.begin() + begin[i + 1];
    std::sort(first, last);
    neighbors_.insert(neighbors_.end(), first, std::unique(first, last));
    begin_.push_back(static_cast<Index>(neighbors_.size()));
  }
}

}  // namespace brenier::space
