// Which points lie so near to others that these stand for them? In the plane and in space.
#pragma once

#include <algorithm>
#include <functional>
#include <numeric>
#include <ranges>
#include <span>
#include <vector>

#include "brenier/box.hpp"
#include "brenier/crowded_points.hpp"
#include "brenier/index.hpp"
#include "brenier/interrupt.hpp"

namespace brenier {

/// How near is near, for each point.
struct Radii {
  std::function<double(Index)> of;
  double largest;  // no less than any of them
};

/// Points of which some are marked, in a tree of boxes: which marked one is nearest?
template <class Point>
class MarkedPoints {
 public:
  explicit MarkedPoints(std::vector<Point> points) : points_(std::move(points)) {
    levels_.emplace_back();
    for (const Point p : points_) levels_.back().push_back({BoxOf<Point>{p, p}});
    while (levels_.back().size() > 1) {
      const std::vector<Node>& below = levels_.back();
      std::vector<Node> level((below.size() + kFanOut - 1) / kFanOut);
      for (std::size_t k = 0; k < below.size(); ++k) {
        level[k / kFanOut].box.add(below[k].box.low);
        level[k / kFanOut].box.add(below[k].box.high);
      }
      levels_.push_back(std::move(level));
    }
  }

  void mark(std::size_t k) {
    for (std::vector<Node>& level : levels_) {
      level[k].holds_marked = true;
      k /= kFanOut;
    }
  }

  /// kNone if none is within the radius.
  Index nearest(Point x, double radius) const {
    Found found{kNone, radius};
    descend(levels_.size() - 1, 0, x, found);
    return found.point;
  }

 private:
  static constexpr std::size_t kFanOut = 4;

  struct Node {
    BoxOf<Point> box;
    bool holds_marked = false;
  };
  struct Found {
    Index point;
    double distance;
  };

  void descend(std::size_t level, std::size_t k, Point x, Found& found) const {
    const Node& node = levels_[level][k];
    if (!node.holds_marked) return;
    const double distance = norm(x - node.box.nearest(x));
    if (distance > found.distance || (distance == found.distance && found.point != kNone)) return;
    if (level == 0) {
      found = {static_cast<Index>(k), distance};
      return;
    }
    const std::size_t end = std::min(kFanOut * (k + 1), levels_[level - 1].size());
    for (std::size_t below = kFanOut * k; below < end; ++below) descend(level - 1, below, x, found);
  }

  std::vector<Point> points_;
  std::vector<std::vector<Node>> levels_;  // a node for each point first; one at the top
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
