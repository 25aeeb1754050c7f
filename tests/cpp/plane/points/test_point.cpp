#include "brenier/plane/points/point.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace brenier {
namespace {

TEST_CASE("lengths are right at any scale") {
  for (const int exponent : {-1050, -600, -500, -100, 0, 100, 400, 500, 1000}) {
    const double unit = std::ldexp(1.0, exponent);
    CHECK(norm({3 * unit, -4 * unit}) == 5 * unit);
    CHECK(norm({0, unit}) == unit);
  }
  CHECK(norm({0, 0}) == 0.0);
  CHECK(std::isinf(norm({std::numeric_limits<double>::infinity(), 1})));
  CHECK(std::isnan(norm({std::nan(""), 1})));
}

}  // namespace
}  // namespace brenier
