#include "brenier/plane/points/convex_hull.hpp"

#include <array>
#include <tuple>

#include "brenier/plane/points/orientation.hpp"

namespace brenier {
namespace {

/// The points that lie farthest in eight directions, counter-clockwise.
std::array<Point, 8> farthest_in_eight_directions(std::span<const Point> points) {
  std::array<Point, 8> farthest;
  std::array<double, 8> distance;
  distance.fill(-std::numeric_limits<double>::infinity());
  for (const Point p : points) {
    const double sum = p.x + p.y, difference = p.y - p.x;
    const std::array<double, 8> along{p.x, sum, p.y, difference, -p.x, -sum, -p.y, -difference};
    for (int k = 0; k < 8; ++k) {
      if (along[k] > distance[k]) {
        distance[k] = along[k];
        farthest[k] = p;
      }
    }
  }
  return farthest;
}

/// Those that may be vertices: not certainly to the left of every edge of a closed polygon with
/// vertices among the points, and so inside of it.
std::vector<Index> candidates(std::span<const Point> points) {
  const std::array<Point, 8> polygon = farthest_in_eight_directions(points);
  const auto is_inside = [&](Point x) {
    for (int k = 0; k < 8; ++k) {
      const Point a = polygon[k], b = polygon[(k + 1) % 8];
      if (a == b) continue;
      const auto [area, error] = bounded_double_area(a, b, x);
      if (!(area > error)) return false;
    }
    return true;
  };
  std::vector<Index> result;
  for (Index k = 0; k < static_cast<Index>(points.size()); ++k) {
    if (!is_inside(points[k])) result.push_back(k);
  }
  return result;
}

}  // namespace

std::vector<Index> convex_hull(std::span<const Point> points) {
  if (points.size() == 1) return {0};
  // Andrew's chains: from left to right along the lower side, then back along the upper one.
  std::vector<Index> order = candidates(points);
  std::sort(order.begin(), order.end(), [&](Index a, Index b) {
    return std::tie(points[a].x, points[a].y) < std::tie(points[b].x, points[b].y);
  });
  std::vector<Index> hull;
  const auto add_chain = [&](auto first, auto last) {
    const std::size_t begin = hull.size();
    for (auto k = first; k != last; ++k) {
      while (hull.size() >= begin + 2 &&
             orientation(points[hull[hull.size() - 2]], points[hull.back()], points[*k]) <= 0) {
        hull.pop_back();
      }
      hull.push_back(*k);
    }
    hull.pop_back();  // the first one of the other chain
  };
  add_chain(order.begin(), order.end());
  add_chain(order.rbegin(), order.rend());
  return hull;
}

}  // namespace brenier
