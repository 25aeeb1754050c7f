// Which points lie so near to others that these stand for them? In the plane and in space.
#pragma once

#include <algorithm>
#include <functional>
#include <numeric>
#include <ranges>
#include <span>
#include <vector>

#include "brenier/box.hpp"
#include "brenier/box_tree.hpp"
#include "brenier/crowded_points.hpp"
#include "brenier/index.hpp"
#include "brenier/interrupt.hpp"

namespace brenier {

/// How near is near, for each point.
struct Radii {
  std::function<double(Index)> of;
  double largest;  // no less than any of them
};

/// Points of which some are marked: which marked one is nearest?
template <class Point>
class MarkedPoints {
 public:
  explicit MarkedPoints(std::vector<Point> points)
      : points_(std::move(points)), tree_(boxes_of(points_)) {
    holds_marked_.resize(tree_.level_count());
    std::size_t size = points_.size();
    for (std::vector<char>& level : holds_marked_) {
      level.resize(size);
      size = (size + Tree::kFanOut - 1) / Tree::kFanOut;
    }
  }

  void mark(std::size_t k) {
    for (std::vector<char>& level : holds_marked_) {
      level[k] = 1;
      k /= Tree::kFanOut;
    }
  }

  /// kNone if none is within the radius.
  Index nearest(Point x, double radius) const {
    Index found = kNone;
    double distance = radius;
    tree_.for_each_entered(
        [&](std::size_t level, std::size_t node, const BoxOf<Point>& box) {
          if (!holds_marked_[level][node]) return false;
          const double d = norm(x - box.nearest(x));
          return d < distance || (d == distance && found == kNone);
        },
        [&](Index k) {
          found = k;
          distance = norm(x - points_[k]);
        });
    return found;
  }

 private:
  using Tree = BoxTree<BoxOf<Point>>;

  static std::vector<BoxOf<Point>> boxes_of(std::span<const Point> points) {
    std::vector<BoxOf<Point>> result;
    for (const Point p : points) result.push_back({p, p});
    return result;
  }

  std::vector<Point> points_;
  Tree tree_;
  std::vector<std::vector<char>> holds_marked_;  // of each node of the tree
};

/// For each point the one that stands for it: itself, or one within its radius that stands for
/// itself. Points are taken one after the other, as `precedes` has them; one stands for itself only
/// if none of those before it that do is within its radius, else the nearest of them stands for it.
/// So nothing is joined by chains: each point is within its radius of the one that stands for it.
///
/// Points that follow each other should lie near each other, as in spatial order. Where no two
/// points are near to each other this costs a small part of sorting them.
template <class Points, class P = std::ranges::range_value_t<Points>>
std::vector<Index> representatives(const Points& points, const Radii& radii,
                                   const std::function<bool(Index, Index)>& precedes,
                                   const CheckInterrupt& interrupt = {}) {
  std::vector<Index> result(points.size());
  std::iota(result.begin(), result.end(), 0);
  const std::vector<Index> crowded = crowded_points(points, radii.largest, interrupt);
  if (crowded.empty()) return result;

  std::vector<P> crowd;
  for (const Index k : crowded) crowd.push_back(points[k]);
  std::vector<std::size_t> order(crowd.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return precedes(crowded[a], crowded[b]); });
  MarkedPoints<P> standing(std::move(crowd));
  OccasionalCheck check_here(interrupt);
  for (const std::size_t at : order) {
    check_here();
    const Index k = crowded[at];
    const Index nearest = standing.nearest(points[k], radii.of(k));
    if (nearest == kNone) {
      standing.mark(at);
    } else {
      result[k] = crowded[nearest];
    }
  }
  return result;
}

}  // namespace brenier
