#include "brenier/space/problem/near_copies.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <tuple>

#include "brenier/near_points.hpp"
#include "brenier/space/problem/settings.hpp"

namespace brenier::space {

namespace {

std::vector<Index> near_copies_by(const CopyDistance& distance, std::span<const Point> points,
                                  std::span<const double> masses, std::span<const Index> age,
                                  const CheckInterrupt& interrupt) {
  const auto precedes = [&](Index a, Index b) {
    return std::tuple(-masses[a], age[a]) < std::tuple(-masses[b], age[b]);
  };
  return representatives(points, {std::cref(distance), distance.largest()}, precedes, interrupt);
}

}  // namespace

CopyDistance::CopyDistance(std::span<const Point> points, std::span<const double> masses,
                           const ConvexPolyhedron& domain)
    : points_(points), masses_(masses), box_(domain.bounds()), volume_(domain.volume()) {
  measure();
}

CopyDistance::CopyDistance(std::span<const Point> points, std::span<const double> masses,
                           const Torus& torus)
    : points_(points), masses_(masses), volume_(torus.volume()) {
  measure();
  box_ = {mean_ - 0.5 * torus.period(), mean_ + 0.5 * torus.period()};
}

/// Mean and standard deviation of the points.
void CopyDistance::measure() {
  for (std::size_t k = 0; k < points_.size(); ++k) mean_ = mean_ + masses_[k] * points_[k];
  double variance = 0.0;
  for (std::size_t k = 0; k < points_.size(); ++k) {
    variance += masses_[k] * squared_norm(points_[k] - mean_);
  }
  deviation_ = std::sqrt(variance);
}

double CopyDistance::operator()(Index point) const {
  const Point y = points_[point];
  return within(norm(y - box_.center()), norm(y - mean_), masses_[point]);
}

double CopyDistance::largest() const {
  double least = 1.0, farthest = 0.0;
  for (std::size_t k = 0; k < points_.size(); ++k) {
    least = std::min(least, masses_[k]);
    farthest = std::max(farthest, norm(points_[k] - mean_));
  }
  constexpr double kRounded = 1.0 + 1e-12;
  return kRounded * within(farthest + norm(mean_ - box_.center()), farthest, least);
}

double CopyDistance::within(double from_middle, double from_mean, double mass) const {
  constexpr double kRounding = 0.5 * std::numeric_limits<double>::epsilon();
  const double radius = 0.5 * norm(box_.high - box_.low);
  // The weights' gradient in y is 2 (y - x), with x in the cell.
  const double moved = radius + std::max(from_middle, norm(mean_ - box_.center()));
  const double weight = 2.0 * moved * (from_mean + deviation_);
  const double width = std::cbrt(mass * volume_);
  const double farthest =
      CopyConstants::kFarthest * deviation_ / std::cbrt(static_cast<double>(points_.size()));
  return std::min(kRounding * weight / (CopyConstants::kBlurred * width), farthest);
}

std::vector<Index> near_copies(std::span<const Point> points, std::span<const double> masses,
                               const ConvexPolyhedron& domain, std::span<const Index> age,
                               const CheckInterrupt& interrupt) {
  return near_copies_by(CopyDistance(points, masses, domain), points, masses, age, interrupt);
}

std::vector<Index> near_copies(std::span<const Point> points, std::span<const double> masses,
                               const Torus& torus, std::span<const Index> age,
                               const CheckInterrupt& interrupt) {
  // They are cut open where the gaps are widest, so between no two that are near to each other.
  const std::vector<Point> together = gathered(points, torus);
  return near_copies_by(CopyDistance(together, masses, torus), together, masses, age, interrupt);
}

}  // namespace brenier::space
