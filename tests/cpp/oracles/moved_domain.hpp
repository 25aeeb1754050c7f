// The domain moved by (ε, ε²) in earnest, with ε small enough for grids of this size to be as good
// as infinitesimal: the truth that the simulation of simplicity (orientation.hpp) has to tell.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "brenier/plane/domain/polygon.hpp"
#include "oracles/wide_integer.hpp"

namespace brenier::testing {

inline constexpr std::int64_t kUnit = 1 << 24;
inline constexpr std::int64_t kEpsilon = 1 << 12;

inline WidePoint moved(Point vertex) {
  return {static_cast<std::int64_t>(vertex.x) * kUnit + kEpsilon,
          static_cast<std::int64_t>(vertex.y) * kUnit + 1};
}
inline WidePoint fixed(Point x) {
  return {static_cast<std::int64_t>(x.x) * kUnit, static_cast<std::int64_t>(x.y) * kUnit};
}

inline bool truly_inside(const Polygon& polygon, Point x) {
  bool inside = false;
  for (Index k = 0; k < polygon.edge_count(); ++k) {
    const WidePoint p = moved(polygon.edge(k).p), q = moved(polygon.edge(k).q), at = fixed(x);
    if ((p.x > at.x) == (q.x > at.x)) continue;
    const int side = sign_of(wide_area(p, q, at));
    if ((side > 0) == (p.x > q.x)) inside = !inside;
  }
  return inside;
}

/// A crossing of the diagram's edge with the moved domain, t = numerator / denominator along it.
struct TrueCrossing {
  Index edge;
  Wide numerator, denominator;
  bool enters;
};

inline std::vector<TrueCrossing> true_crossings(const Polygon& polygon, Point from, Point to) {
  std::vector<TrueCrossing> result;
  const WidePoint a = fixed(from), b = fixed(to);
  for (Index k = 0; k < polygon.edge_count(); ++k) {
    const WidePoint p = moved(polygon.edge(k).p), q = moved(polygon.edge(k).q);
    const Wide at_a = wide_area(p, q, a), at_b = wide_area(p, q, b);
    if (sign_of(at_a) == sign_of(at_b)) continue;
    if (sign_of(wide_area(a, b, p)) == sign_of(wide_area(a, b, q))) continue;
    const Wide sum = at_a > 0 ? at_a - at_b : at_b - at_a;
    result.push_back({k, at_a > 0 ? at_a : -at_a, sum, at_b > 0});
  }
  std::sort(result.begin(), result.end(), [](const TrueCrossing& c, const TrueCrossing& d) {
    return c.numerator * d.denominator < d.numerator * c.denominator;
  });
  return result;
}

}  // namespace brenier::testing
