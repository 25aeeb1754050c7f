#include "brenier/plane/triangulation/power_center.hpp"

#include <doctest/doctest.h>

#include "inputs/random.hpp"
#include "oracles/power.hpp"
#include "oracles/wide_integer.hpp"

namespace brenier {
namespace {

using namespace testing;

/// numerator / denominator, rounded once.
double rounded(Wide numerator, Wide denominator) {
  return static_cast<double>(static_cast<long double>(numerator) /
                             static_cast<long double>(denominator));
}

TEST_CASE("power centres are right to their last digits - of nearly collinear sites - too") {
  // Whole sites around (0, 0), near a line, and whole weights such that the centre is near (0, 0).
  Random random(52);
  const double unit = std::ldexp(1.0, -24);
  double worst = 0.0;
  int tested = 0, sharp = 0;
  while (tested < 20000) {
    const std::int64_t most = 1 << random.integer(6, 23);
    std::int64_t x[3], y[3], w[3];
    x[0] = random.integer(-most, most);
    y[0] = random.integer(-most, most);
    const std::int64_t dx = random.integer(-most / 4, most / 4);
    const std::int64_t dy = random.integer(-most / 4, most / 4);
    for (int k = 1; k < 3; ++k) {
      const std::int64_t along = random.integer(-3, 3);
      x[k] = x[0] + along * dx + random.integer(-2, 2);
      y[k] = y[0] + along * dy + random.integer(-2, 2);
    }
    for (int k = 0; k < 3; ++k) w[k] = x[k] * x[k] + y[k] * y[k] + random.integer(-100, 100);
    const Wide u = x[1] - x[0], v = y[1] - y[0], s = x[2] - x[0], t = y[2] - y[0];
    const Wide det = u * t - v * s;
    if (det <= 0) continue;
    // 2 <z, u> = |u|² - w_b + w_a, and so on, z = center - a.
    const Wide ru = u * u + v * v - (w[1] - w[0]), rv = s * s + t * t - (w[2] - w[0]);
    const Wide nx = 2 * det * x[0] + ru * t - rv * v, ny = 2 * det * y[0] + rv * u - ru * s;
    const Point expected = unit * Point{rounded(nx, 2 * det), rounded(ny, 2 * det)};
    if (!(std::abs(expected.x) < 2 && std::abs(expected.y) < 2)) continue;
    ++tested;
    const double squared_width = static_cast<double>(u * u + v * v + s * s + t * t);
    sharp += static_cast<double>(det) < 1e-6 * squared_width;
    const auto site = [&](int k) {
      return WeightedPoint{unit * Point{static_cast<double>(x[k]), static_cast<double>(y[k])},
                           unit * unit * static_cast<double>(w[k])};
    };
    const Point found = power_center(site(0), site(1), site(2));
    worst = std::max({worst, std::abs(found.x - expected.x), std::abs(found.y - expected.y)});
  }
  CHECK(worst < 2e-14);
  CHECK(sharp > 100);
}

TEST_CASE("the power centre of sites on a line is very far - and scale does not matter otherwise") {
  CHECK(norm(power_center({{0, 0}, 0}, {{1, 1}, 0}, {{2, 2}, 0})) > 1e100);
  for (const double scale : {1e-150, 1e-100, 1.0, 1e100, 1e140}) {
    // A triangle with an angle of 1e-9, such that the careful formula is used, too.
    for (const double height : {1.0, 1e-9}) {
      const Point c = power_center({{0, 0}, 0}, {{scale, 0}, 0}, {{0, height * scale}, 0});
      CHECK(c.x == doctest::Approx(0.5 * scale).epsilon(1e-14));
      CHECK(c.y == doctest::Approx(0.5 * height * scale).epsilon(1e-6));
    }
  }
}

TEST_CASE("the power centre is very far in the right direction where its distance overflows") {
  // With a weight of 2, the first has the half plane x <= 1e323 to itself, or x >= -1e323.
  const double least = 5e-324;
  for (const double weight : {1e-10, 2.0, 1e200}) {
    const WeightedPoint heavy{{0, 0}, weight}, other{{-0.5, 0.75}, 0.0};
    const Point right = power_center(heavy, {{least, 0}, 0.0}, other);
    CHECK(right.x > 1e100);
    CHECK(is_finite(right));
    const Point left = power_center(heavy, other, {{-least, 0}, 0.0});
    CHECK(left.x < -1e100);
    CHECK(is_finite(left));
  }
}

TEST_CASE("a bisector has the same power to both sites - the first to its left") {
  Random random(53);
  int wrong = 0;
  for (int k = 0; k < 1000; ++k) {
    const WeightedPoint a{random.point(-1, 1), random.uniform()};
    const WeightedPoint b{random.point(-1, 1), random.uniform()};
    const Point near = random.point(-1, 1);
    const Bisector line = bisector(a, b, near);
    const double scale = 1.0 + squared_norm(line.foot);
    for (const double t : {-1.0, 0.0, 2.0}) {
      const Point x = line.foot + t * line.direction;
      wrong += std::abs(power(x, a) - power(x, b)) > 1e-13 * scale;
    }
    wrong += std::abs(norm(line.direction) - 1.0) > 1e-15;
    wrong += std::abs(dot(line.foot - near, line.direction)) > 1e-14 * scale;
    wrong += cross(line.direction, a.point - b.point) <= 0.0;
  }
  CHECK(wrong == 0);
}

}  // namespace
}  // namespace brenier
