#include "brenier/plane/problem/similarity_weights.hpp"

#include <array>
#include <cmath>

#include "brenier/plane/domain/cut.hpp"
#include "brenier/plane/domain/inscribed_disc.hpp"
#include "brenier/plane/problem/settings.hpp"

namespace brenier {
namespace {

/// y ↦ scale · y + shift.
struct Placement {
  double scale;
  Point shift;
};

/// The shifts b for which scale · box + b lies in the convex polygon.
Ring feasible_shifts(const Polygon& domain, const Box& box, double scale) {
  const Box& outer = domain.box();
  const Point low = outer.low - scale * box.low, high = outer.high - scale * box.high;
  if (low.x > high.x || low.y > high.y) return {};
  Ring shifts{low, {high.x, low.y}, high, {low.x, high.y}};
  for (Index k = 0; k < domain.edge_count() && !shifts.empty(); ++k) {
    const BoundaryEdge edge = domain.edge(k);
    const Point inward = turned_left(edge.q - edge.p);
    const Point corner{inward.x > 0.0 ? box.low.x : box.high.x,
                       inward.y > 0.0 ? box.low.y : box.high.y};
    shifts = cut(shifts, inward, dot(edge.p - scale * corner, inward));
  }
  return shifts;
}

Placement into_convex(const Polygon& domain, const Box& box) {
  // The largest scale, by bisection; then a little less, for shifts in the open.
  double low = 0.0, high = domain.box().size() / box.size();
  for (int step = 0; step < 40; ++step) {
    const double middle = 0.5 * (low + high);
    (feasible_shifts(domain, box, middle).empty() ? high : low) = middle;
  }
  const double scale = StartConstants::kSlack * low;
  const Ring shifts = feasible_shifts(domain, box, scale);
  Point mean;
  for (const Point b : shifts) mean = mean + (1.0 / static_cast<double>(shifts.size())) * b;
  return {scale, mean};
}

Placement into_disc(const Disc& disc, const Box& box) {
  const double half_diagonal = 0.5 * norm({box.width(), box.height()});
  const double scale = StartConstants::kSlack * disc.radius / half_diagonal;
  return {scale, disc.center - scale * box.center()};
}

}  // namespace

std::vector<double> similarity_weights(std::span<const Point> points, const Polygon& domain) {
  Box box;
  for (const Point y : points) box.add(y);
  if (box.size() == 0.0) return std::vector<double>(points.size(), 0.0);
  const Placement placement =
      domain.is_convex() ? into_convex(domain, box) : into_disc(inscribed_disc(domain), box);
  // About the mean of the points, where most of them are: a part that neighbours' weights share
  // costs digits of their differences.
  const double share = 1.0 / static_cast<double>(points.size());
  Point mean;
  for (const Point y : points) mean = mean + share * y;
  const Point shift = placement.shift - (1.0 - placement.scale) * mean;
  std::vector<double> weights;
  weights.reserve(points.size());
  for (const Point y : points) {
    const Point z = y - mean;
    weights.push_back((1.0 - placement.scale) * squared_norm(z) - 2.0 * dot(shift, z));
  }
  return weights;
}

}  // namespace brenier
