#include "brenier/transport/initial_weights.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "brenier/geometry/inscribed_disc.hpp"

namespace brenier {
namespace {

// When moments are matched: of the points, how many may lie outside of the domain; how much smaller they
// are made if it is more, and where that ends.
constexpr double kMostOutside = 0.02;
constexpr double kSmaller = 0.8;
constexpr double kLeastScale = 0.3;

/// y ↦ scale · y + shift.
struct Placement {
  double scale;
  Point shift;
};

/// The part of a convex polygon where <x, normal> >= offset.
Ring cut(const Ring& polygon, Point normal, double offset) {
  Ring result;
  for (std::size_t k = 0; k < polygon.size(); ++k) {
    const Point p = polygon[k], q = polygon[(k + 1) % polygon.size()];
    const double at_p = dot(p, normal) - offset, at_q = dot(q, normal) - offset;
    if (at_p >= 0.0) result.push_back(p);
    if ((at_p > 0.0 && at_q < 0.0) || (at_p < 0.0 && at_q > 0.0)) {
      result.push_back(p + (at_p / (at_p - at_q)) * (q - p));
    }
  }
  return result;
}

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
  constexpr double kSlack = 0.99;
  const double scale = kSlack * low;
  const Ring shifts = feasible_shifts(domain, box, scale);
  Point mean;
  for (const Point b : shifts) mean = mean + (1.0 / static_cast<double>(shifts.size())) * b;
  return {scale, mean};
}

Placement into_disc(const Disc& disc, const Box& box) {
  const double half_diagonal = 0.5 * std::hypot(box.width(), box.height());
  const double scale = 0.99 * disc.radius / half_diagonal;
  return {scale, disc.center - scale * box.center()};
}

std::vector<double> weights_of(const Placement& placement, std::span<const Point> points) {
  // About the mean of the points, where most of them are: a part that neighbours' weights share costs
  // digits of their differences.
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

}  // namespace

std::vector<double> similarity_weights(std::span<const Point> points, const Polygon& domain) {
  Box box;
  for (const Point y : points) box.add(y);
  if (box.size() == 0.0) return std::vector<double>(points.size(), 0.0);
  return weights_of(
      domain.is_convex() ? into_convex(domain, box) : into_disc(inscribed_disc(domain), box),
      points);
}

std::vector<double> moment_weights(std::span<const Point> points, std::span<const double> masses,
                                   const DomainIndex& domain, Point mean, double variance) {
  Point mean_of_points;
  for (std::size_t k = 0; k < points.size(); ++k) {
    mean_of_points = mean_of_points + masses[k] * points[k];
  }
  double variance_of_points = 0.0;
  for (std::size_t k = 0; k < points.size(); ++k) {
    variance_of_points += masses[k] * squared_norm(points[k] - mean_of_points);
  }
  if (!(variance_of_points > 0.0)) return {};
  // Next to the identity, which gives the Voronoi diagram: that may be the solution.
  constexpr double kNearlyNothing = 0.2;
  const double largest = std::sqrt(variance / variance_of_points);
  const Point move = mean - mean_of_points;
  if (std::abs(largest - 1.0) <= kNearlyNothing &&
      squared_norm(move) <= kNearlyNothing * kNearlyNothing * variance) {
    return std::vector<double>(points.size(), 0.0);
  }
  const double most_outside = kMostOutside * static_cast<double>(points.size());
  for (double scale = largest; scale >= kLeastScale * largest; scale *= kSmaller) {
    const Placement placement{scale, mean - scale * mean_of_points};
    const auto outside = std::count_if(points.begin(), points.end(), [&](Point y) {
      return !domain.contains(placement.scale * y + placement.shift);
    });
    if (static_cast<double>(outside) <= most_outside) return weights_of(placement, points);
  }
  return {};
}

}  // namespace brenier
