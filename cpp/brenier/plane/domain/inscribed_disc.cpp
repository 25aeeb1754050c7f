#include "brenier/plane/domain/inscribed_disc.hpp"

#include <queue>

namespace brenier {
namespace {

/// Half way from the middle of an edge to the boundary across from it.
Point across_from(const Polygon& polygon, Index edge) {
  const BoundaryEdge from = polygon.edge(edge);
  const Point middle = 0.5 * (from.p + from.q), inward = turned_left(from.q - from.p);
  double nearest = std::numeric_limits<double>::infinity();
  for (Index k = 0; k < polygon.edge_count(); ++k) {
    const BoundaryEdge e = polygon.edge(k);
    const Point d = e.q - e.p, to_p = e.p - middle;
    const double turn = cross(inward, d), at = cross(to_p, inward) / turn;
    const double way = cross(to_p, d) / turn;
    if (k != edge && at >= 0.0 && at <= 1.0 && way > 0.0) nearest = std::min(nearest, way);
  }
  // Nothing is found if rounding takes the ray past a corner.
  return std::isfinite(nearest) ? middle + (0.5 * nearest) * inward : middle;
}

}  // namespace

Disc inscribed_disc(const Polygon& polygon) {
  struct Square {
    Point center;
    double half;      // half its side
    double distance;  // of the centre from the boundary, negative outside
    double bound() const { return distance + half * std::sqrt(2.0); }
    bool operator<(const Square& other) const { return bound() < other.bound(); }
  };
  const auto square = [&](Point center, double half) {
    double squared = std::numeric_limits<double>::infinity();
    for (Index k = 0; k < polygon.edge_count(); ++k) {
      const BoundaryEdge e = polygon.edge(k);
      squared = std::min(squared, squared_norm(nearest_to_origin(e.p - center, e.q - center)));
    }
    const double distance = std::sqrt(squared);
    return Square{center, half, polygon.contains(center) ? distance : -distance};
  };
  std::priority_queue<Square> queue;
  queue.push(square(polygon.box().center(), 0.5 * polygon.box().size()));
  Square best = queue.top();
  // The squares find a long and thin domain late, when they are as narrow.
  const Index stride = std::max(polygon.edge_count() / 64, Index{1});
  for (Index k = 0; k < polygon.edge_count(); k += stride) {
    const Square thin = square(across_from(polygon, k), 0.0);
    if (thin.distance > best.distance) best = thin;
  }
  constexpr double kEnough = 0.99;
  std::int64_t left = 10'000'000;  // distances from edges: a fraction of a second
  while (!queue.empty()) {
    const Square top = queue.top();
    queue.pop();
    if (best.distance > 0.0 && (best.distance >= kEnough * top.bound() || left < 0)) break;
    left -= 4 * polygon.edge_count();
    for (const Point step : {Point{-0.5, -0.5}, {0.5, -0.5}, {-0.5, 0.5}, {0.5, 0.5}}) {
      const Square child = square(top.center + top.half * step, 0.5 * top.half);
      if (child.distance > best.distance) best = child;
      if (child.bound() > 0.0) queue.push(child);
    }
  }
  return {best.center, best.distance};
}

}  // namespace brenier
