#include "brenier/plane/points/orientation.hpp"

#include <doctest/doctest.h>

#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/wide_integer.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Integers and a power of two by which they become doubles, exactly.
struct Scaled {
  std::int64_t x, y;
  Point at(int exponent) const {
    return {std::ldexp(static_cast<double>(x), exponent),
            std::ldexp(static_cast<double>(y), exponent)};
  }
  WidePoint wide() const { return {x, y}; }
};

TEST_CASE("orientation is exact on triples that are nearly or exactly collinear") {
  Random random(1);
  int degenerate = 0, wrong = 0;
  for (int k = 0; k < 20000; ++k) {
    // c is next to the line through a and b; coordinates take up to 53 bits, of mixed sizes.
    const int bits = static_cast<int>(random.integer(3, 51));
    const std::int64_t most = std::int64_t{1} << bits;
    const Scaled a{random.integer(-most, most), random.integer(-most, most)};
    const Scaled d{random.integer(-9, 9), random.integer(-9, 9)};
    const std::int64_t far = most / 10, along = random.integer(-far, far);
    const Scaled b{a.x + along * d.x, a.y + along * d.y};
    const std::int64_t other = random.integer(-far, far);
    const Scaled c{a.x + other * d.x + random.integer(-1, 1),
                   a.y + other * d.y + random.integer(-1, 1)};
    const int expected = sign_of(wide_area(a.wide(), b.wide(), c.wide()));
    degenerate += expected == 0;
    const int exponent = static_cast<int>(random.integer(-100, 100));
    const Point p = a.at(exponent), q = b.at(exponent), r = c.at(exponent);
    wrong += orientation(p, q, r) != expected || orientation(q, r, p) != expected ||
             orientation(q, p, r) != -expected;
  }
  CHECK(wrong == 0);
  CHECK(degenerate > 1000);
}

TEST_CASE("orientation is exact where the double determinant has the wrong sign") {
  // A grid of neighbouring doubles around a point of the line through two others.
  int wrong = 0, wrong_in_doubles = 0;
  const Scaled b{3 * (std::int64_t{1} << 52), 3 * (std::int64_t{1} << 52)};
  const Scaled c{6 * (std::int64_t{1} << 52), 6 * (std::int64_t{1} << 52)};
  for (std::int64_t x = 0; x < 100; ++x) {
    for (std::int64_t y = 0; y < 100; ++y) {
      const Scaled a{(std::int64_t{1} << 52) + x, (std::int64_t{1} << 52) + y};
      const int expected = sign_of(wide_area(a.wide(), b.wide(), c.wide()));
      const Point p = a.at(-53), q = b.at(-53), r = c.at(-53);
      wrong += orientation(p, q, r) != expected;
      wrong += orientation(q, r, p) != expected || orientation(r, p, q) != expected;
      const double area = cross(q - p, r - p);
      wrong_in_doubles += (area > 0.0) - (area < 0.0) != expected;
    }
  }
  CHECK(wrong == 0);
  CHECK(wrong_in_doubles > 0);
}

TEST_CASE("a point is never on an edge: both directions of it give opposite sides") {
  const std::vector<Point> points = grid(4, 1.0, {0, 0});
  int wrong = 0;
  for (const Point p : points) {
    for (const Point q : points) {
      if (p == q) continue;
      for (const Point x : points) {
        wrong += left_of_domain_edge(p, q, x) == left_of_domain_edge(q, p, x);
        wrong += left_of_diagram_edge(p, q, x) == left_of_diagram_edge(q, p, x);
        const int side = orientation(p, q, x);
        // Where there is a side, it is the side; where there is none, the two views are opposite.
        wrong += side != 0 && left_of_domain_edge(p, q, x) != (side > 0);
        wrong += side == 0 && left_of_domain_edge(p, q, x) == left_of_diagram_edge(p, q, x);
      }
    }
  }
  CHECK(wrong == 0);
}

}  // namespace
}  // namespace brenier
