// Integers of 128 bits: exact predicates that a test can trust, made without the library's own.
#pragma once

#include <cstdint>

namespace brenier::testing {

__extension__ typedef __int128 Wide;

struct WidePoint {
  Wide x;
  Wide y;
};

inline int sign_of(Wide value) { return (value > 0) - (value < 0); }

/// Twice the signed area of the triangle a, b, c.
inline Wide wide_area(WidePoint a, WidePoint b, WidePoint c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

struct WideSite {
  WidePoint point;
  Wide weight;
};

/// +1 if d lies inside of the power circle of a, b, c (counter-clockwise), 0 if on it, -1 if
/// outside.
inline int wide_power_test(const WideSite& a, const WideSite& b, const WideSite& c,
                           const WideSite& d) {
  const auto lifted = [&](const WideSite& y) {
    const Wide dx = y.point.x - d.point.x, dy = y.point.y - d.point.y;
    return dx * dx + dy * dy - (y.weight - d.weight);
  };
  return sign_of(lifted(a) * wide_area(d.point, b.point, c.point) +
                 lifted(b) * wide_area(d.point, c.point, a.point) +
                 lifted(c) * wide_area(d.point, a.point, b.point));
}

}  // namespace brenier::testing
