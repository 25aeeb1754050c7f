#include "brenier/plane/measure/mean_covariance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "brenier/plane/measure/lattice.hpp"

namespace brenier {
namespace {

constexpr Index kSide = 16;  // of a lattice of cells

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
Rectangle rectangle_of(const MeanCovariance& moments) {
  constexpr double kDeviations = 4.0;
  const SymmetricMatrix& c = moments.covariance;
  const double half = 0.5 * c.trace(), difference = 0.5 * (c.xx - c.yy);
  const double radius = norm({difference, c.xy});
  // An eigenvector, from the row of the matrix in which nothing cancels; without any angle, whose
  // sine and cosine differ from one machine to the next.
  const Point along =
      difference >= 0.0 ? Point{difference + radius, c.xy} : Point{c.xy, radius - difference};
  const Point direction = radius > 0.0 ? (1.0 / norm(along)) * along : Point{1.0, 0.0};
  const double longer = std::sqrt(half + radius);
  const double shorter = std::sqrt(std::max(half - radius, 0.0));
  return {moments.mean, (kDeviations * longer) * direction,
          (kDeviations * shorter) * turned_left(direction)};
}

/// Are the cells of a lattice in the rectangle so wide that rounding leaves their sites apart?
bool can_be_divided(const Rectangle& r) {
  constexpr double kRounding = 1e3 * std::numeric_limits<double>::epsilon();
  const double along = norm(r.along), across = norm(r.across);
  return std::min(along, across) > kRounding * (norm(r.middle) + along + across);
}

void add(SymmetricMatrix& sum, double mass, Point p) {
  sum.xx += mass * p.x * p.x;
  sum.xy += mass * p.x * p.y;
  sum.yy += mass * p.y * p.y;
}

struct Estimate {
  MeanCovariance of_sites;   // the cells' masses at their sites
  MeanCovariance of_widths;  // as wide as cells are, in addition

  /// Is most of the covariance seen between the cells, in every direction?
  bool is_fine() const {
    constexpr double kMost = 0.95;
    return of_sites.covariance.determinant() >= kMost * of_widths.covariance.determinant();
  }
};

/// By a lattice of cells in the rectangle.
Estimate estimate(const Density& density, const Rectangle& rectangle,
                  const CheckInterrupt& interrupt) {
  const Point along = (2.0 / kSide) * rectangle.along, across = (2.0 / kSide) * rectangle.across;
  const Point corner = rectangle.middle - rectangle.along - rectangle.across;
  const Lattice lattice{corner, along, across, kSide, kSide};
  const MeanCovariance of_sites =
      mean_covariance(lattice.centers(), cell_masses(lattice, density, 1, interrupt));
  // The variance of the uniform density on a side is a twelfth of its square.
  MeanCovariance of_widths = of_sites;
  add(of_widths.covariance, 1.0 / 12.0, along);
  add(of_widths.covariance, 1.0 / 12.0, across);
  return {of_sites, of_widths};
}

}  // namespace

MeanCovariance mean_covariance(std::span<const Point> points, std::span<const double> masses) {
  MeanCovariance result;
  for (std::size_t k = 0; k < points.size(); ++k) {
    result.mean = result.mean + masses[k] * points[k];
  }
  for (std::size_t k = 0; k < points.size(); ++k) {
    add(result.covariance, masses[k], points[k] - result.mean);
  }
  return result;
}

MeanCovariance mean_covariance(const Density& density, const CheckInterrupt& interrupt) {
  constexpr int kMostLattices = 12;
  Rectangle rectangle = rectangle_of(domain_of(density).polygon().box());
  for (int lattices = 1;; ++lattices) {
    const Estimate estimated = estimate(density, rectangle, interrupt);
    if (estimated.is_fine()) return estimated.of_sites;
    if (lattices == kMostLattices) return estimated.of_widths;
    rectangle = rectangle_of(estimated.of_widths);
    if (!can_be_divided(rectangle)) return estimated.of_widths;
  }
}

}  // namespace brenier
