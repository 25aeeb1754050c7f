#include "brenier/plane/triangulation/power_test.hpp"

#include <doctest/doctest.h>

#include "inputs/random.hpp"
#include "oracles/wide_integer.hpp"

namespace brenier {
namespace {

using namespace testing;

WeightedPoint in_doubles(const WideSite& y) {
  return {{static_cast<double>(y.point.x), static_cast<double>(y.point.y)},
          static_cast<double>(y.weight)};
}

TEST_CASE("the power test agrees with exact integers") {
  Random random(4);
  int ties = 0;
  for (int round = 0; round < 20000; ++round) {
    WideSite site[4];
    for (WideSite& y : site) {
      y = {{random.integer(-3, 3), random.integer(-3, 3)}, random.integer(-3, 3)};
    }
    const auto& [a, b, c, d] = site;
    if (wide_area(a.point, b.point, c.point) <= 0) continue;
    const int expected = wide_power_test(a, b, c, d);
    ties += expected == 0;
    CHECK(power_test(in_doubles(a), in_doubles(b), in_doubles(c), in_doubles(d)) == expected);
  }
  CHECK(ties > 100);
}

TEST_CASE("powers are compared exactly") {
  Random random(34);
  int ties = 0;
  for (int k = 0; k < 20000; ++k) {
    // Whole numbers, so that the exact difference is one; half of the time it is made small or zero
    // by the choice of the weight. Large ones, whose double products are rounded.
    const std::int64_t size = std::int64_t{1} << random.integer(2, 45);
    const auto integer = [&] { return random.integer(-size, size); };
    const std::int64_t x[2]{integer(), integer()}, a[2]{integer(), integer()},
        b[2]{integer(), integer()};
    Wide difference = 0;
    for (int axis = 0; axis < 2; ++axis) {
      const Wide to_a = Wide{x[axis]} - a[axis], to_b = Wide{x[axis]} - b[axis];
      difference += to_a * to_a - to_b * to_b;
    }
    const double gap = k % 2 == 0 ? static_cast<double>(difference + random.integer(-1, 1))
                                  : static_cast<double>(integer());
    difference -= static_cast<Wide>(gap);
    const int expected = sign_of(difference);
    ties += expected == 0;
    const auto point = [](const std::int64_t (&p)[2]) {
      return Point{static_cast<double>(p[0]), static_cast<double>(p[1])};
    };
    CHECK(power_comparison(point(x), {point(a), gap}, {point(b), 0.0}) == expected);
    CHECK(power_comparison(point(x), {point(b), 0.0}, {point(a), gap}) == -expected);
  }
  CHECK(ties > 1000);
}

}  // namespace
}  // namespace brenier
