#include "brenier/geometry/inscribed_disc.hpp"

#include <queue>

namespace brenier {
namespace {

double squared_distance_to_segment(Point x, BoundaryEdge e) {
  const Point d = e.q - e.p;
  const double t = std::clamp(dot(x - e.p, d) / squared_norm(d), 0.0, 1.0);
  return squared_norm(x - e.p - t * d);
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
      squared = std::min(squared, squared_distance_to_segment(center, polygon.edge(k)));
    }
    const double distance = std::sqrt(squared);
    return Square{center, half, polygon.contains(center) ? distance : -distance};
  };
  std::priority_queue<Square> queue;
  queue.push(square(polygon.box().center(), 0.5 * polygon.box().size()));
  Square best = queue.top();
  constexpr double kEnough = 0.99;
  while (!queue.empty()) {
    const Square top = queue.top();
    queue.pop();
    if (best.distance > 0.0 && best.distance >= kEnough * top.bound()) break;
    for (const Point step : {Point{-0.5, -0.5}, {0.5, -0.5}, {-0.5, 0.5}, {0.5, 0.5}}) {
      const Square child = square(top.center + top.half * step, 0.5 * top.half);
      if (child.distance > best.distance) best = child;
      if (child.bound() > 0.0) queue.push(child);
    }
  }
  return {best.center, best.distance};
}

}  // namespace brenier
