// Integers of 128 bits: exact predicates that a test can trust, written without the library's own.
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

}  // namespace brenier::testing
