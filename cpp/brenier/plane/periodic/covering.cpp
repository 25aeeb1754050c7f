#include "brenier/plane/periodic/covering.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "brenier/plane/periodic/settings.hpp"

namespace brenier {

Extents::Extents(const CellBoundaries& diagram, const SiteCopies& copies,
                 std::span<const double> weights)
    : squared(copies.site_count(), -1.0), highest_power(-std::numeric_limits<double>::infinity()) {
  const std::vector<Point>& points = copies.points();
  const auto add = [&](Index copy, const Segment& s) {
    const double farthest =
        std::max(squared_norm(s.a - points[copy]), squared_norm(s.b - points[copy]));
    const Index site = copies.site(copy);
    squared[site] = std::max(squared[site], farthest);
    highest_power = std::max(highest_power, farthest - weights[site]);
  };
  diagram.for_each_segment([&](const Segment& s) {
    add(s.left, s);
    if (s.right != kNone) add(s.right, s);
  });
}

double Extents::largest() const {
  return std::sqrt(std::max(0.0, *std::max_element(squared.begin(), squared.end())));
}

std::optional<std::vector<double>> larger_reach(const Extents& extents, const SiteCopies& copies,
                                                std::span<const double> weights) {
  // Much more than the rounding of vertices, and of powers.
  constexpr double kRounding = 1.0 + 1e-9;
  constexpr double kEpsilon = 4.0 * std::numeric_limits<double>::epsilon();
  std::optional<std::vector<double>> result;
  for (Index site = 0; site < copies.site_count(); ++site) {
    const double complete = copies.complete_within(site);
    if (std::isinf(complete)) continue;
    const bool has_part = extents.squared[site] >= 0.0;
    const double power = extents.highest_power, weight = weights[site];
    const double squared =
        has_part ? extents.squared[site]
                 : std::max(0.0, power + weight + kEpsilon * (std::abs(power) + std::abs(weight)));
    const double needed = kRounding * std::sqrt(squared);
    if (needed < complete) continue;
    if (!result) result = copies.reach();
    (*result)[site] = BandConstants::kWider * needed;
  }
  return result;
}

}  // namespace brenier
