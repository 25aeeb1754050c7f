#include "brenier/map/map_edges.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace brenier {
namespace {

/// Between the normals (a, -1) and (b, -1), from the lengths of their cross and dot product.
double angle_between_planes(Point a, Point b) {
  const Point jump = b - a;
  return std::atan2(std::hypot(jump.x, jump.y, cross(a, jump)), dot(a, b) + 1.0);
}

/// The second smallest jump at each site, or its only one; infinite for sites without edges.
std::vector<double> second_smallest_jumps(std::span<const MapEdge> edges, Index site_count) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<std::array<double, 2>> smallest(site_count, {kInfinity, kInfinity});
  for (const MapEdge& edge : edges) {
    for (const Index site : edge.sites) {
      auto& [first, second] = smallest[site];
      second = std::min(second, std::max(first, edge.jump));
      first = std::min(first, edge.jump);
    }
  }
  std::vector<double> result;
  result.reserve(smallest.size());
  for (const auto& [first, second] : smallest) {
    result.push_back(second == kInfinity ? first : second);
  }
  return result;
}

/// The middle one of the finite values, the higher of two; 0 if there is none.
double median(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) return 0.0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

std::vector<MapEdge> map_edges(const FacetTable& facets, std::span<const Point> sites) {
  std::vector<std::array<Index, 2>> pairs;
  for (std::size_t k = 0; k < facets.sites.size(); ++k) {
    const auto [low, high] = std::minmax(facets.sites[k][0], facets.sites[k][1]);
    if (facets.masses[k] > 0.0) pairs.push_back({low, high});
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<MapEdge> result;
  result.reserve(pairs.size());
  for (const auto& [i, j] : pairs) {
    const Point jump = sites[j] - sites[i];
    result.push_back({{i, j}, norm(jump), angle_between_planes(sites[i], sites[j])});
  }
  return result;
}

std::vector<double> gap_limits(std::span<const MapEdge> edges, Index site_count,
                               const GapRule& rule) {
  const std::vector<double> usual = second_smallest_jumps(edges, site_count);
  const double overall = median(usual);
  std::vector<double> result;
  result.reserve(edges.size());
  for (const auto& [sites, jump, angle] : edges) {
    const double local = std::sqrt(usual[sites[0]]) * std::sqrt(usual[sites[1]]);
    result.push_back(std::max(rule.overall * overall, rule.local * local));
  }
  return result;
}

}  // namespace brenier
