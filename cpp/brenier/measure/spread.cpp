#include "brenier/measure/spread.hpp"

#include <cmath>
#include <vector>

#include "brenier/measure/integrate.hpp"

namespace brenier {
namespace {

constexpr int kSide = 8;  // of a grid of cells

/// A rectangle in any direction, by its middle and its half axes.
struct Rectangle {
  Point middle;
  Point along;
  Point across;
};

Rectangle rectangle_of(const Box& box) {
  return {box.center(), {0.5 * box.width(), 0.0}, {0.0, 0.5 * box.height()}};
}

/// Where most of the mass is: four deviations along the principal axes.
Rectangle rectangle_of(const Spread& spread) {
  constexpr double kDeviations = 4.0;
  const SymmetricMatrix& c = spread.covariance;
  const double angle = 0.5 * std::atan2(2.0 * c.xy, c.xx - c.yy);
  const Point direction{std::cos(angle), std::sin(angle)};
  const double half = 0.5 * c.trace(), radius = std::hypot(0.5 * (c.xx - c.yy), c.xy);
  const double longer = std::sqrt(half + radius);
  const double shorter = std::sqrt(std::max(half - radius, 0.0));
  return {spread.mean, (kDeviations * longer) * direction,
          (kDeviations * shorter) * turned_left(direction)};
}

void add(SymmetricMatrix& sum, double mass, Point p) {
  sum.xx += mass * p.x * p.x;
  sum.xy += mass * p.x * p.y;
  sum.yy += mass * p.y * p.y;
}

struct Estimate {
  Spread spread;
  double within;  // the part of the trace that comes from inside of the cells
};

/// By the cells of a grid in the rectangle: exact between them, and divided as their squared sides are
/// inside of them.
Estimate estimate(const Density& density, const Rectangle& rectangle) {
  std::vector<Point> sites;
  for (int row = 0; row < kSide; ++row) {
    // Four sites on a circle would cost exact decisions.
    const double shift = row % 2 == 0 ? 0.5 : 0.5001;
    for (int column = 0; column < kSide; ++column) {
      const double u = 2.0 * (column + shift) / kSide - 1.0, v = 2.0 * (row + 0.5) / kSide - 1.0;
      sites.push_back(rectangle.middle + u * rectangle.along + v * rectangle.across);
    }
  }
  const RegularTriangulation triangulation(sites, std::vector<double>(sites.size(), 0.0));
  const PowerDiagram diagram(triangulation, domain_of(density));
  const CellMoments cells = cell_moments(diagram, static_cast<Index>(sites.size()), density);
  std::vector<Point> centroids;
  std::vector<double> masses;
  double within = 0.0;
  for (std::size_t k = 0; k < sites.size(); ++k) {
    if (!(cells.masses[k] > 0.0)) continue;
    centroids.push_back(cells.centroids[k]);
    masses.push_back(cells.masses[k]);
    within += cells.second_moments[k];
  }
  Spread spread = spread_of(centroids, masses);
  const double sides = squared_norm(rectangle.along) + squared_norm(rectangle.across);
  add(spread.covariance, within / sides, rectangle.along);
  add(spread.covariance, within / sides, rectangle.across);
  return {spread, within};
}

}  // namespace

Spread spread_of(std::span<const Point> points, std::span<const double> masses) {
  Spread result;
  for (std::size_t k = 0; k < points.size(); ++k) {
    result.mean = result.mean + masses[k] * points[k];
  }
  for (std::size_t k = 0; k < points.size(); ++k) {
    add(result.covariance, masses[k], points[k] - result.mean);
  }
  return result;
}

Spread spread_of(const Density& density) {
  constexpr int kMostGrids = 8;
  constexpr double kEnough = 0.25;
  Rectangle rectangle = rectangle_of(domain_of(density).polygon().box());
  for (int grids = 1;; ++grids) {
    const auto [spread, within] = estimate(density, rectangle);
    const double least = spread.covariance.determinant() / spread.covariance.trace();
    if (within <= kEnough * least || grids == kMostGrids) return spread;
    rectangle = rectangle_of(spread);
  }
}

}  // namespace brenier
