#include "brenier/plane/problem/near_copies.hpp"
#include "brenier/near_points.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <tuple>

#include "brenier/plane/points/box.hpp"
#include "brenier/plane/points/site_copies.hpp"
#include "brenier/plane/problem/settings.hpp"

namespace brenier {

CopyDistance::CopyDistance(std::span<const Point> points, std::span<const double> masses,
                           const Polygon& domain)
    : points_(points.begin(), points.end()),
      masses_(masses),
      box_(domain.box()),
      area_(domain.area()) {
  measure();
}

CopyDistance::CopyDistance(std::span<const Point> points, std::span<const double> masses,
                           const Torus& torus)
    : points_(gathered(points, torus)),
      masses_(masses),
      area_(torus.period().x * torus.period().y) {
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
    farthest = std::max(farthest, squared_norm(points_[k] - mean_));
  }
  farthest = std::sqrt(farthest);
  constexpr double kRounded = 1.0 + 1e-12;
  return kRounded * within(farthest + norm(mean_ - box_.center()), farthest, least);
}

double CopyDistance::within(double from_middle, double from_mean, double mass) const {
  constexpr double kRounding = 0.5 * std::numeric_limits<double>::epsilon();
  const double radius = 0.5 * norm({box_.width(), box_.height()});
  // The weights' gradient in y is 2 (y - x), with x in the cell.
  const double moved = radius + std::max(from_middle, norm(mean_ - box_.center()));
  const double weight = 2.0 * moved * (from_mean + deviation_);
  const double width = std::sqrt(mass * area_);
  const double farthest =
      CopyConstants::kFarthest * deviation_ / std::sqrt(static_cast<double>(points_.size()));
  return std::min(kRounding * weight / (CopyConstants::kBlurred * width), farthest);
}

std::vector<Index> near_copies(std::span<const Point> points, std::span<const double> masses,
                               const Polygon& domain, std::span<const Index> age,
                               const CheckInterrupt& interrupt) {
  const auto precedes = [&](Index a, Index b) {
    return std::tuple(-masses[a], age[a]) < std::tuple(-masses[b], age[b]);
  };
  const CopyDistance distance(points, masses, domain);
  return representatives(points, {std::cref(distance), distance.largest()}, precedes, interrupt);
}

std::vector<Index> near_copies(std::span<const Point> points, std::span<const double> masses,
                               const Torus& torus, std::span<const Index> age,
                               const CheckInterrupt& interrupt) {
  const CopyDistance distance(points, masses, torus);
  // What is near to a point near the seam may itself be near to what lies behind it.
  constexpr double kChains = 4.0;
  const double largest = distance.largest();
  const SiteCopies all(torus, points, kChains * largest, interrupt);
  const auto of_copy = [&](Index k) { return distance(all.site(k)); };
  const auto precedes = [&](Index a, Index b) {
    const Index i = all.site(a), j = all.site(b);
    return std::tuple(-masses[i], age[i], a) < std::tuple(-masses[j], age[j], b);
  };
  const std::vector<Index> of_copies =
      representatives(all.points(), {of_copy, largest}, precedes, interrupt);
  std::vector<Index> result;
  result.reserve(points.size());
  for (const Index k : all.originals()) result.push_back(all.site(of_copies[k]));
  for (Index& k : result) {
    while (result[k] != k) k = result[k];
  }
  return result;
}

}  // namespace brenier
