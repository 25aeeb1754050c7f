#include "brenier/plane/triangulation/line_triangulation.hpp"

#include <numeric>
#include <tuple>

#include "brenier/plane/triangulation/power_test.hpp"

namespace brenier {

std::vector<Index> visible_along_line(std::span<const Point> sites,
                                      std::span<const double> weights) {
  std::vector<Index> order(sites.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](Index a, Index b) {
    return std::tie(sites[a].x, sites[a].y) < std::tie(sites[b].x, sites[b].y);
  });
  const auto site = [&](Index k) { return WeightedPoint{sites[k], weights[k]}; };
  // The lower hull of the lifted sites, as a convex hull's chain is found.
  std::vector<Index> visible;
  for (const Index k : order) {
    while (visible.size() >= 2 && power_test_on_line(site(visible[visible.size() - 2]), site(k),
                                                     site(visible.back())) < 0) {
      visible.pop_back();
    }
    visible.push_back(k);
  }
  return visible;
}

}  // namespace brenier
