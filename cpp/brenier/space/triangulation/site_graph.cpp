#include "brenier/space/triangulation/site_graph.hpp"

#include <numeric>

namespace brenier::space {

SiteGraph::SiteGraph(const RegularTriangulation& triangulation) {
  build(triangulation.site_count(), [&](auto&& visit) {
    for (const Tetrahedron& t : triangulation.tetrahedra()) {
      for (const Index i : t.sites) {
        for (const Index j : t.sites) {
          if (i != j && !triangulation.is_guard(i) && !triangulation.is_guard(j)) visit(i, j);
        }
      }
    }
  });
}

SiteGraph::SiteGraph(Index site_count, std::span<const std::array<Index, 2>> pairs) {
  build(site_count, [&](auto&& visit) {
    for (const auto& [i, j] : pairs) {
      if (i == j) continue;
      visit(i, j);
      visit(j, i);
    }
  });
}

template <class ForEachPair>
void SiteGraph::build(Index count, ForEachPair&& for_each_pair) {
  // Each pair as often as it comes: counted, placed, then each kept once.
  std::vector<std::size_t> place(count + 1, 0);
  for_each_pair([&](Index i, Index) { ++place[i + 1]; });
  std::partial_sum(place.begin(), place.end(), place.begin());
  std::vector<Index> all(place.back());
  const std::vector<std::size_t> begin = place;
  for_each_pair([&](Index i, Index j) { all[place[i]++] = j; });
  begin_.assign(1, 0);
  for (Index i = 0; i < count; ++i) {
    const auto first = all.begin() + begin[i], last = all.begin() + begin[i + 1];
    std::sort(first, last);
    neighbors_.insert(neighbors_.end(), first, std::unique(first, last));
    begin_.push_back(static_cast<Index>(neighbors_.size()));
  }
}

}  // namespace brenier::space
