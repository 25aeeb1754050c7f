#include "brenier/plane/points/orientation.hpp"

#include <doctest/doctest.h>

#include "brenier/plane/domain/domain_index.hpp"
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

// The domain moved by (ε, ε²) in earnest, with ε small enough for grids of this size to be as good as
// infinitesimal: the truth that the simulation of simplicity has to tell.
constexpr std::int64_t kUnit = 1 << 24;
constexpr std::int64_t kEpsilon = 1 << 12;

WidePoint moved(Point vertex) {
  return {static_cast<std::int64_t>(vertex.x) * kUnit + kEpsilon,
          static_cast<std::int64_t>(vertex.y) * kUnit + 1};
}
WidePoint fixed(Point x) {
  return {static_cast<std::int64_t>(x.x) * kUnit, static_cast<std::int64_t>(x.y) * kUnit};
}

bool truly_inside(const Polygon& polygon, Point x) {
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

std::vector<TrueCrossing> true_crossings(const Polygon& polygon, Point from, Point to) {
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

/// Rings on a 5 × 5 grid, with edges and vertices on most of its lines.
std::vector<std::vector<Ring>> grid_domains() {
  return {{rectangle(1, 1, 3, 3)},
          {{{0, 0}, {4, 0}, {2, 1}, {4, 4}, {1, 3}}},
          {{{2, 0}, {4, 2}, {2, 4}, {0, 2}}},
          {{{0, 0}, {4, 0}, {4, 1}, {1, 1}, {1, 3}, {4, 3}, {4, 4}, {0, 4}}},
          {rectangle(0, 0, 4, 4), rectangle(1, 1, 3, 3)},
          {rectangle(0, 0, 1, 4), {{2, 0}, {4, 0}, {4, 4}, {3, 2}, {2, 4}}},
          {{{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 1}, {3, 1}, {2, 1}, {1, 1}}}};
}

TEST_CASE("on grids - where all is degenerate - crossings are those of the domain moved a little") {
  const std::vector<Point> points = grid(7, 1.0, {-1, -1});
  int wrong_inside = 0, wrong_crossings = 0, wrong_parity = 0, wrong_balance = 0, wrong_order = 0;
  int degenerate = 0;
  std::vector<Crossing> found;
  for (const std::vector<Ring>& rings : grid_domains()) {
    const Polygon polygon(rings);
    const DomainIndex domain(polygon);
    for (const Point a : points) wrong_inside += polygon.contains(a) != truly_inside(polygon, a);
    for (const Point a : points) {
      for (const Point b : points) {
        if (a == b) continue;
        const std::vector<TrueCrossing> truth = true_crossings(polygon, a, b);
        domain.crossings(a, b, found);
        const bool a_inside = polygon.contains(a), b_inside = polygon.contains(b);
        wrong_parity += (found.size() % 2 == 1) != (a_inside != b_inside);
        int balance = 0;
        for (const Crossing& c : found) balance += c.enters ? 1 : -1;
        wrong_balance += balance != static_cast<int>(b_inside) - static_cast<int>(a_inside);

        bool inside = a_inside;
        for (const TrueCrossing& c : truth) {
          wrong_order += c.enters == inside;
          inside = c.enters;
          const auto same = std::find_if(found.begin(), found.end(),
                                         [&](const Crossing& f) { return f.edge == c.edge; });
          const double t = static_cast<double>(c.numerator) / static_cast<double>(c.denominator);
          wrong_crossings += same == found.end() || same->enters != c.enters ||
                             !(std::abs(same->t - t) < 1e-2);  // edges that overlap meet anywhere
        }
        wrong_crossings += truth.size() != found.size();
        for (Index k = 0; k < polygon.edge_count(); ++k) {
          degenerate += orientation(polygon.edge(k).p, polygon.edge(k).q, a) == 0;
        }
      }
    }
  }
  CHECK(wrong_inside == 0);
  CHECK(wrong_parity == 0);
  CHECK(wrong_balance == 0);
  CHECK(wrong_order == 0);
  CHECK(wrong_crossings == 0);
  CHECK(degenerate > 1000);
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
