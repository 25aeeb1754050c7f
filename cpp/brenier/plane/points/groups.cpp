#include "brenier/plane/points/groups.hpp"

#include <algorithm>
#include <numeric>

#include "brenier/plane/points/box.hpp"

namespace brenier {

Groups::Groups(std::span<const Point> points, Index most) : of_point(points.size()) {
  std::vector<Index> order(points.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::vector<std::span<Index>> left{order};
  while (!left.empty()) {
    const std::span<Index> some = left.back();
    left.pop_back();
    if (static_cast<Index>(some.size()) > most) {
      Box box;
      for (const Index k : some) box.add(points[k]);
      const bool is_wide = box.width() >= box.height();
      const auto place = [&](Index k) { return is_wide ? points[k].x : points[k].y; };
      const double low = is_wide ? box.low.x : box.low.y;
      double mean = 0.0;
      for (const Index k : some) mean += (place(k) - low) / static_cast<double>(some.size());
      const auto middle =
          std::partition(some.begin(), some.end(), [&](Index k) { return place(k) - low <= mean; });
      const auto half = static_cast<std::size_t>(middle - some.begin());
      if (half > 0 && half < some.size()) {
        left.push_back(some.subspan(half));
        left.push_back(some.first(half));
        continue;
      }
    }
    for (const Index k : some) of_point[k] = count;
    ++count;
  }
}

std::vector<std::vector<Index>> Groups::members() const {
  std::vector<std::vector<Index>> result(count);
  for (std::size_t k = 0; k < of_point.size(); ++k) {
    result[of_point[k]].push_back(static_cast<Index>(k));
  }
  return result;
}

}  // namespace brenier
