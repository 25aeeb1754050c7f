#include "brenier/plane/problem/near_copies.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "brenier/plane/points/near_points.hpp"
#include "brenier/plane/problem/settings.hpp"

namespace brenier {

std::vector<double> copy_distances(std::span<const Point> points, std::span<const double> masses,
                                   const Polygon& domain) {
  Point mean;
  for (std::size_t k = 0; k < points.size(); ++k) mean = mean + masses[k] * points[k];
  double variance = 0.0;
  for (std::size_t k = 0; k < points.size(); ++k) {
    variance += masses[k] * squared_norm(points[k] - mean);
  }
  const double deviation = std::sqrt(variance);
  const Point middle = domain.box().center();
  const double radius = 0.5 * norm({domain.box().width(), domain.box().height()});
  const double farthest =
      CopyConstants::kFarthest * deviation / std::sqrt(static_cast<double>(points.size()));
  constexpr double kRounding = 0.5 * std::numeric_limits<double>::epsilon();

  std::vector<double> result(points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    // The weights' gradient in y is 2 (y - x), x in the cell.
    const double moved = radius + std::max(norm(points[k] - middle), norm(mean - middle));
    const double weight = 2.0 * moved * (norm(points[k] - mean) + deviation);
    const double width = std::sqrt(masses[k] * domain.area());
    result[k] = std::min(kRounding * weight / (CopyConstants::kBlurred * width), farthest);
  }
  return result;
}

std::vector<Index> near_copies(std::span<const Point> points, std::span<const double> masses,
                               const Polygon& domain, std::span<const Index> age,
                               const CheckInterrupt& interrupt) {
  const auto precedes = [&](Index a, Index b) {
    return std::tuple(-masses[a], age[a]) < std::tuple(-masses[b], age[b]);
  };
  return representatives(points, copy_distances(points, masses, domain), precedes, interrupt);
}

}  // namespace brenier
