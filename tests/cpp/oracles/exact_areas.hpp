// The areas of clipped cells by rational arithmetic.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <span>
#include <vector>

#include "brenier/plane/domain/polygon.hpp"

namespace brenier::testing {

using Rational = boost::multiprecision::cpp_rational;

struct RationalPoint {
  Rational x, y;
};

using RationalRing = std::vector<RationalPoint>;

/// The part of a ring where a x + b y <= c. What a ring in several parts is joined by has no area.
inline RationalRing cut(const RationalRing& ring, const Rational& a, const Rational& b,
                        const Rational& c) {
  RationalRing result;
  std::vector<Rational> excess;
  for (const RationalPoint& p : ring) excess.push_back(a * p.x + b * p.y - c);
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const std::size_t next = (k + 1) % ring.size();
    if (excess[k] <= 0) result.push_back(ring[k]);
    if ((excess[k] < 0 && excess[next] > 0) || (excess[k] > 0 && excess[next] < 0)) {
      const Rational t = excess[k] / (excess[k] - excess[next]);
      result.push_back(
          {ring[k].x + t * (ring[next].x - ring[k].x), ring[k].y + t * (ring[next].y - ring[k].y)});
    }
  }
  return result;
}

inline Rational area(const RationalRing& ring) {
  Rational twice = 0;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const RationalPoint& p = ring[k];
    const RationalPoint& q = ring[(k + 1) % ring.size()];
    twice += p.x * q.y - p.y * q.x;
  }
  return twice / 2;
}

/// |x - y|² - w
inline Rational exact_power(Point x, Point site, double weight) {
  const Rational dx = Rational(x.x) - Rational(site.x), dy = Rational(x.y) - Rational(site.y);
  return dx * dx + dy * dy - Rational(weight);
}

/// The area of the cell of site i inside the polygon, whose rings are oriented. No two sites are at
/// the same place.
inline double exact_area(const Polygon& polygon, std::span<const Point> sites,
                         std::span<const double> weights, std::size_t i) {
  Rational total = 0;
  for (Index r = 0; r < polygon.ring_count(); ++r) {
    RationalRing ring;
    for (const Point p : polygon.ring(r)) ring.push_back({Rational(p.x), Rational(p.y)});
    for (std::size_t j = 0; j < sites.size() && !ring.empty(); ++j) {
      if (j == i) continue;
      // |x - y_i|² - w_i <= |x - y_j|² - w_j
      const Rational a = 2 * (Rational(sites[j].x) - Rational(sites[i].x));
      const Rational b = 2 * (Rational(sites[j].y) - Rational(sites[i].y));
      const Rational c =
          exact_power({}, sites[j], weights[j]) - exact_power({}, sites[i], weights[i]);
      ring = cut(ring, a, b, c);
    }
    total += area(ring);
  }
  return static_cast<double>(total);
}

}  // namespace brenier::testing
