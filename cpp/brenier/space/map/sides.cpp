#include "brenier/space/map/sides.hpp"

#include <algorithm>
#include <numeric>

#include "brenier/classes.hpp"

namespace brenier::space {
namespace {

using Pair = std::array<Index, 2>;

/// Numbers of edges by their sites.
class EdgeTable {
 public:
  EdgeTable(std::span<const Pair> edges, Index site_count) : edges_(edges) {
    begin_.assign(site_count + 1, 0);
    for (const Pair& edge : edges) ++begin_[edge[0] + 1];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
  }

  Index operator()(Index a, Index b) const {
    const auto [low, high] = std::minmax(a, b);
    const auto begin = edges_.begin() + begin_[low], end = edges_.begin() + begin_[low + 1];
    const auto at = std::lower_bound(begin, end, high,
                                     [](const Pair& edge, Index site) { return edge[1] < site; });
    const bool is_there = at != end && (*at)[1] == high;
    return is_there ? static_cast<Index>(at - edges_.begin()) : kNone;
  }

 private:
  std::span<const Pair> edges_;
  std::vector<Index> begin_;
};

/// Those of the six sides that are edges.
std::vector<Index> own_sides(const Tetrahedron& tetrahedron, const EdgeTable& edge_of) {
  std::vector<Index> result;
  for (int a = 0; a < 4; ++a) {
    for (int b = a + 1; b < 4; ++b) {
      const Index edge = edge_of(tetrahedron.sites[a], tetrahedron.sites[b]);
      if (edge != kNone) result.push_back(edge);
    }
  }
  return result;
}

}  // namespace

Sides connecting_sides(std::span<const Tetrahedron> tetrahedra, std::span<const Index> group_of,
                       std::span<const Pair> edges, Index site_count,
                       const CheckInterrupt& interrupt) {
  const EdgeTable edge_of(edges, site_count);
  const Index count = static_cast<Index>(tetrahedra.size());
  Sides result;
  result.set_of.assign(count, kNone);
  Classes joined(site_count);
  const auto are_one = [&](const std::array<Index, 4>& sites) {
    return std::all_of(sites.begin(), sites.end(),
                       [&](Index site) { return joined.first(site) == joined.first(sites[0]); });
  };
  // Joins the sites of some edges, asks a question, and takes them apart again.
  const auto with_joined = [&](std::span<const Index> numbers, auto&& ask) {
    for (const Index edge : numbers) joined.unite(edges[edge][0], edges[edge][1]);
    ask();
    for (const Index edge : numbers) {
      for (const Index site : edges[edge]) joined.part(site);
    }
  };
  OccasionalCheck check_here(interrupt);
  std::vector<std::vector<Index>> left;  // of each group with a tetrahedron that has no set yet
  std::vector<Index> number(count, kNone);
  for (Index t = 0; t < count; ++t) {
    check_here();
    const std::vector<Index> own = own_sides(tetrahedra[t], edge_of);
    with_joined(own, [&] {
      if (are_one(tetrahedra[t].sites)) result.set_of[t] = result.add(own);
    });
    if (result.set_of[t] != kNone || number[group_of[t]] != kNone) continue;
    number[group_of[t]] = static_cast<Index>(left.size());
    left.emplace_back();
  }
  for (Index t = 0; t < count; ++t) {
    const Index group = number[group_of[t]];
    if (group == kNone) continue;
    const std::vector<Index> own = own_sides(tetrahedra[t], edge_of);
    left[group].insert(left[group].end(), own.begin(), own.end());
  }
  std::vector<std::vector<Index>> without(left.size());
  for (Index t = 0; t < count; ++t) {
    if (result.set_of[t] == kNone) without[number[group_of[t]]].push_back(t);
  }
  for (std::size_t group = 0; group < left.size(); ++group) {
    check_here();
    std::vector<Index>& all = left[group];
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    Index set = kNone;
    with_joined(all, [&] {
      for (const Index t : without[group]) {
        if (!are_one(tetrahedra[t].sites)) continue;
        if (set == kNone) set = result.add(all);
        result.set_of[t] = set;
      }
    });
  }
  return result;
}

}  // namespace brenier::space
