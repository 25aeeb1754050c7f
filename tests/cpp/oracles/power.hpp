// The power of a point to a weighted site, and the site of least power, by their definitions.
#pragma once

#include <cstddef>
#include <span>

#include "brenier/plane/triangulation/weighted_point.hpp"

namespace brenier::testing {

inline double power(Point x, const WeightedPoint& site) {
  return squared_norm(x - site.point) - site.weight;
}

inline Index site_of_least_power(Point x, std::span<const Point> sites,
                                 std::span<const double> weights) {
  std::size_t best = 0;
  for (std::size_t k = 1; k < sites.size(); ++k) {
    if (power(x, {sites[k], weights[k]}) < power(x, {sites[best], weights[best]})) best = k;
  }
  return static_cast<Index>(best);
}

}  // namespace brenier::testing
