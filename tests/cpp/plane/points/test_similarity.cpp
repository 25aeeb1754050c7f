#include "brenier/plane/points/frame.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "inputs/random.hpp"
#include "oracles/power_of_two.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("a similarity's unit is a power of two - and the box gets about 1 to 2 wide") {
  Random random(20);
  for (int k = 0; k < 200; ++k) {
    const double scale = std::pow(10.0, random.uniform(-140, 140));
    const Point low = (scale * random.uniform(0, 1e3)) * random.point(-1, 1);
    const Point high = low + scale * random.point(0.5, 1);
    const Box box{low, high};
    const Similarity similarity = Similarity::of(box);
    CHECK(is_power_of_two(similarity.unit));
    const Point a = similarity.to_local(box.low), b = similarity.to_local(box.high);
    const double size = std::max(b.x - a.x, b.y - a.y);
    CHECK(size >= 1.0 - 1e-12);
    CHECK(size <= 2.0 + 1e-12);
    for (const double c : {a.x, a.y, b.x, b.y}) CHECK(std::abs(c) <= 3.01);
    // And back, to the last digits of the coordinates.
    const Point x = box.center(), back = similarity.from_local(similarity.to_local(x));
    CHECK(std::abs(back.x - x.x) <= 1e-15 * (std::abs(x.x) + scale));
    CHECK(std::abs(back.y - x.y) <= 1e-15 * (std::abs(x.y) + scale));
  }
}

TEST_CASE("the smallest of all boxes gets the smallest unit") {
  const double unit = Similarity::of({{0, 0}, {5e-324, 0}}).unit;
  CHECK(unit == Similarity::of({{0, 0}, {1e-305, 0}}).unit);
  CHECK(is_power_of_two(unit));
  CHECK(unit < 1e-150);
}

TEST_CASE("points near the origin lose no digit - nor do those of a far box") {
  Random random(21);
  const Similarity near = Similarity::of({{-1, -0.5}, {3, 2}});
  CHECK(near.origin == Point{0, 0});
  const Similarity far = Similarity::of({{1e6, -1e6}, {1e6 + 1, -1e6 + 1}});
  int changed = 0;
  for (int k = 0; k < 1000; ++k) {
    const Point x = random.point(-1, 2);
    changed += !(near.from_local(near.to_local(x)) == x);
    const Point y = Point{1e6, -1e6} + random.point();
    changed += !(far.from_local(far.to_local(y)) == y);
  }
  CHECK(changed == 0);
}

TEST_CASE("a box of one point has a unit - too") {
  CHECK(Similarity::of({{5, 5}, {5, 5}}).unit == 1.0);
}

}  // namespace
}  // namespace brenier
