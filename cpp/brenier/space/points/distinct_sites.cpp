#include "brenier/space/points/distinct_sites.hpp"

#include <cmath>
#include <vector>

#include "brenier/space/points/spatial_order.hpp"

namespace brenier::space {
namespace {

/// Coordinates that are nothing beside the extent of all sites are 0: so distances between distinct
/// sites, their squares and their cubes do not underflow.
std::vector<Point> rounded(std::span<const Point> local_sites) {
  constexpr double kNothing = 1e-30;
  const double least = kNothing * box_of(local_sites).size();
  const auto coordinate = [&](double c) { return std::abs(c) < least ? 0.0 : c; };
  std::vector<Point> result;
  result.reserve(local_sites.size());
  for (const Point y : local_sites) {
    result.push_back({coordinate(y.x), coordinate(y.y), coordinate(y.z)});
  }
  return result;
}

}  // namespace

DistinctSites distinct_sites(std::span<const Point> given_sites, const CheckInterrupt& interrupt) {
  const std::vector<Point> local_sites = rounded(given_sites);
  return distinct_places<Point>(local_sites, spatial_order(local_sites, interrupt));
}

}  // namespace brenier::space
