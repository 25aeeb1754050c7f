#include "brenier/plane/domain/parts.hpp"

#include <algorithm>
#include <limits>

namespace brenier {
namespace {

bool is_outer(std::span<const Point> ring) {
  double twice_area = 0.0;
  for (std::size_t k = 1; k + 1 < ring.size(); ++k) {
    twice_area += cross(ring[k] - ring[0], ring[k + 1] - ring[0]);
  }
  return twice_area > 0.0;
}

double distance(const Box& a, const Box& b) {
  return norm({std::max({a.low.x - b.high.x, b.low.x - a.high.x, 0.0}),
               std::max({a.low.y - b.high.y, b.low.y - a.high.y, 0.0})});
}

}  // namespace

std::vector<Box> part_boxes(const Polygon& domain) {
  std::vector<Box> result;
  for (Index r = 0; r < domain.ring_count(); ++r) {
    if (is_outer(domain.ring(r))) result.push_back(box_of(domain.ring(r)));
  }
  return result;
}

double widest_gap(std::span<const Box> boxes) {
  // Prim's algorithm: the nearest box is joined to those that are, one after the other.
  std::vector<Box> left(boxes.begin(), boxes.end());
  std::vector<double> distances(left.size(), std::numeric_limits<double>::infinity());
  double widest = 0.0;
  while (left.size() > 1) {
    const Box joined = left.back();
    left.pop_back();
    distances.pop_back();
    for (std::size_t k = 0; k < left.size(); ++k) {
      distances[k] = std::min(distances[k], distance(left[k], joined));
    }
    const auto nearest = std::min_element(distances.begin(), distances.end());
    widest = std::max(widest, *nearest);
    std::swap(left[nearest - distances.begin()], left.back());
    std::swap(*nearest, distances.back());
  }
  return widest;
}

}  // namespace brenier
