// How near sites are to each other if weights in doubles cannot place the border between their
// cells: in the plane and in space.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

#include "brenier/box.hpp"
#include "brenier/near_points.hpp"

namespace brenier {

/// Which sites double precision does not tell apart (docs/design/near-copies.md). Fixed by
/// `python benchmarks/near_copies.py`, and held against the same with `--space --random 300`.
struct CopyConstants {
  // Of the width of a cell, by how much the rounding of weights may move the border between two. It
  // is bounded, not estimated: in the plane it mostly moves by a tenth to a hundredth of that.
  static constexpr double kBlurred = 0.01;
  // In units of the sites' standard deviation over the square root of their number, in space the
  // cube root, the distance beyond which no site is a copy of another, however small its mass is.
  static constexpr double kFarthest = 1e-6;
  // How far apart copies may be that a file names, which other constants may have made: in units of
  // the distance for copies.
  static constexpr double kOfOtherMaking = 1e3;
};

/// The distance within which another point is a near copy of a point: the rounding of weights moves
/// the border between their cells by more than a part of their width (docs/design/near-copies.md).
template <class Point>
class CopyDistanceOf {
 public:
  /// Points are in local coordinates, with positive masses that sum to 1; the domain is given by a
  /// box around it and its volume, in the plane its area. Keeps a view of points and masses.
  CopyDistanceOf(std::span<const Point> points, std::span<const double> masses,
                 const BoxOf<Point>& box, double volume)
      : CopyDistanceOf(points, masses) {
    box_ = box;
    volume_ = volume;
  }
  /// On a torus with this period, of points that have been `gathered`: wherever its seam is.
  CopyDistanceOf(std::span<const Point> points, std::span<const double> masses, Point period)
      : CopyDistanceOf(points, masses) {
    box_ = {mean_ - 0.5 * period, mean_ + 0.5 * period};
    for (const double side : coordinates(period)) volume_ *= side;
  }

  double operator()(Index point) const {
    const Point y = points_[point];
    return within(norm(y - box_.center()), norm(y - mean_), masses_[point]);
  }

  /// No less than that of any point.
  double largest() const {
    double least = 1.0, farthest = 0.0;
    for (std::size_t k = 0; k < points_.size(); ++k) {
      least = std::min(least, masses_[k]);
      farthest = std::max(farthest, norm(points_[k] - mean_));
    }
    constexpr double kRounded = 1.0 + 1e-12;
    return kRounded * within(farthest + norm(mean_ - box_.center()), farthest, least);
  }

 private:
  /// Mean and standard deviation of the points.
  CopyDistanceOf(std::span<const Point> points, std::span<const double> masses)
      : points_(points), masses_(masses) {
    for (std::size_t k = 0; k < points.size(); ++k) mean_ = mean_ + masses[k] * points[k];
    double variance = 0.0;
    for (std::size_t k = 0; k < points.size(); ++k) {
      variance += masses[k] * squared_norm(points[k] - mean_);
    }
    deviation_ = std::sqrt(variance);
  }

  double within(double from_middle, double from_mean, double mass) const {
    constexpr double kRounding = 0.5 * std::numeric_limits<double>::epsilon();
    const double radius = 0.5 * norm(box_.high - box_.low);
    // The weights' gradient in y is 2 (y - x), with x in the cell.
    const double moved = radius + std::max(from_middle, norm(mean_ - box_.center()));
    const double weight = 2.0 * moved * (from_mean + deviation_);
    const double width = side(mass * volume_);
    const double farthest =
        CopyConstants::kFarthest * deviation_ / side(static_cast<double>(points_.size()));
    return std::min(kRounding * weight / (CopyConstants::kBlurred * width), farthest);
  }
  /// Of a cube, in the plane of a square.
  static double side(double volume) {
    return kIsPlanar<Point> ? std::sqrt(volume) : std::cbrt(volume);
  }

  std::span<const Point> points_;
  std::span<const double> masses_;
  BoxOf<Point> box_;
  double volume_ = 1.0;
  Point mean_{};
  double deviation_ = 0.0;
};

/// For each point the one that stands for it, which is the heaviest, or the first of the heaviest
/// by `age`: itself, or one whose near copy it is by this distance.
template <class Point>
std::vector<Index> near_copies(const CopyDistanceOf<Point>& distance,
                               const std::vector<Point>& points, std::span<const double> masses,
                               std::span<const Index> age, const CheckInterrupt& interrupt = {}) {
  const auto precedes = [&](Index a, Index b) {
    return std::tuple(-masses[a], age[a]) < std::tuple(-masses[b], age[b]);
  };
  return representatives(points, {std::cref(distance), distance.largest()}, precedes, interrupt);
}

}  // namespace brenier
