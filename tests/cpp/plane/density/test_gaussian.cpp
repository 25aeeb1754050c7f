#include "brenier/plane/density/gaussian.hpp"

#include <doctest/doctest.h>

#include <numbers>

#include "brenier/plane/density/gauss_radau.hpp"
#include "inputs/gaussians.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Over a triangle that is cut into 4^levels ones.
Moments by_pieces(const Gaussian& gaussian, Point a, Point b, Point c, Point origin, int levels) {
  if (levels > 0) {
    const Point ab = 0.5 * (a + b), bc = 0.5 * (b + c), ca = 0.5 * (c + a);
    Moments sum = by_pieces(gaussian, a, ab, ca, origin, levels - 1);
    sum += by_pieces(gaussian, ab, b, bc, origin, levels - 1);
    sum += by_pieces(gaussian, ca, bc, c, origin, levels - 1);
    sum += by_pieces(gaussian, ab, bc, ca, origin, levels - 1);
    return sum;
  }
  // A rule of its own, of high order: 16 × 16 nodes.
  Moments sum;
  const double area = cross(b - a, c - a);
  for (const QuadratureNode s : gauss_rule(16)) {
    for (const QuadratureNode t : corner_rule(16)) {
      const Point x = a + t.at * ((1.0 - s.at) * (b - a) + s.at * (c - a));
      const double mass = s.weight * t.weight * area * std::exp(gaussian.log_density(x));
      sum += {mass, mass * (x - origin), mass * squared_norm(x - origin)};
    }
  }
  return sum;
}

const SymmetricMatrix kRound{1.0, 0.0, 1.0}, kFlat{1.0, 0.9, 0.85};

TEST_CASE("Gaussian: triangles of any size and place have the integrals of their pieces") {
  const Quadrature rules;
  Random random(1);
  for (const SymmetricMatrix& covariance : {kRound, kFlat}) {
    const Gaussian gaussian({0.5, -0.25}, covariance);
    for (const double size : {1e-5, 1e-3, 0.02, 0.1, 0.3, 1.0, 3.0, 8.0}) {
      for (const double place : {0.0, 1.0, 4.0, 12.0}) {
        for (int k = 0; k < 5; ++k) {
          CAPTURE(size);
          CAPTURE(place);
          const Point at = random.point(-place, place);
          const Point o = at + size * random.point(-1, 1), a = at + size * random.point(-1, 1),
                      b = at + size * random.point(-1, 1);
          const int levels = size < 0.2 ? 0 : size < 2.0 ? 3 : 5;
          const Moments expected = by_pieces(gaussian, o, a, b, o, levels);
          const Moments actual = gaussian.moments(gaussian.triangle(a, b, o), rules);
          if (std::abs(expected.mass) < 1e-250) continue;
          // Large triangles, if they are thin, may cancel down to the largest density in or near
          // them; and the places of the expected nodes are rounded.
          const double distance = distance_to_triangle(
              {gaussian.whitened(o), gaussian.whitened(a), gaussian.whitened(b)});
          const double far = distance < kFarFromMean ? 0.0 : distance;
          const double largest = std::exp(gaussian.log_peak() - 0.5 * far * far);
          const double unit = std::abs(expected.mass) + 1e-2 * largest * std::min(1.0, size * size);
          const double reach = size + 2e-3 * (1.0 + place);
          CHECK(std::abs(gaussian.mass(gaussian.triangle(a, b, o), rules) - expected.mass) <
                4e-13 * unit);
          CHECK(std::abs(actual.mass - expected.mass) < 4e-13 * unit);
          CHECK(norm(actual.first - expected.first) < 2e-12 * reach * unit);
          CHECK(std::abs(actual.second - expected.second) < 2e-12 * size * reach * unit);
          CHECK(std::abs(gaussian.mass(gaussian.triangle(b, a, o), rules) + expected.mass) <
                4e-13 * unit);
        }
      }
    }
  }
}

TEST_CASE("Gaussian: a triangle around everything has mass 1 and the moments of the density") {
  const Quadrature rules;
  for (const double size : {40.0, 1e3, 1e6}) {
    for (const SymmetricMatrix& covariance : {kRound, kFlat}) {
      const Gaussian gaussian({0.5, -0.25}, covariance);
      const Point o{-size, -size};
      const Moments m =
          gaussian.moments(gaussian.triangle({3.0 * size, -size}, {-size, 3.0 * size}, o), rules);
      CHECK(std::abs(m.mass - 1.0) < 4e-15);
      CHECK(norm(m.first - (Point{0.5, -0.25} - o)) < 4e-15 * size);
      const double about_mean = m.second - 2.0 * dot(m.first, Point{0.5, -0.25} - o) +
                                m.mass * squared_norm(Point{0.5, -0.25} - o);
      CHECK(std::abs(about_mean - (covariance.xx + covariance.yy)) < 4e-15 * size * size);
    }
  }
}

TEST_CASE("Gaussian: thin triangles keep their digits") {
  const Quadrature rules;
  const Gaussian gaussian({0, -1}, kRound);
  for (const double height : {1e-3, 1e-6, 1e-9}) {
    // (-5, 0), (5, 0) and a point above: across, the density is integrated by 16 nodes.
    const Point o{-5, 0}, a{5, 0}, b{2, height};
    double expected = 0.0;
    for (const double from : {-5.0, 5.0}) {
      for (int k = 0; k < 64; ++k) {
        for (const QuadratureNode node : gauss_rule(16)) {
          const double t = (k + node.at) / 64.0, x = from + t * (2.0 - from);
          for (const QuadratureNode up : gauss_rule(16)) {
            expected += node.weight / 64.0 * std::abs(2.0 - from) * up.weight * height * t *
                        std::exp(gaussian.log_density({x, up.at * height * t}));
          }
        }
      }
    }
    CHECK(gaussian.mass(gaussian.triangle(a, b, o), rules) ==
          doctest::Approx(expected).epsilon(1e-13));
    CHECK(gaussian.moments(gaussian.triangle(a, b, o), rules).mass ==
          doctest::Approx(expected).epsilon(1e-13));
  }
}

TEST_CASE("Gaussian: line integrals of any length add up, and agree with many panels") {
  const Quadrature rules;
  Random random(2);
  for (const SymmetricMatrix& covariance : {kRound, kFlat}) {
    const Gaussian gaussian({0.5, -0.25}, covariance);
    for (const double size : {1e-6, 1e-2, 0.3, 3.0, 30.0}) {
      for (int k = 0; k < 20; ++k) {
        const Point a = size * random.point(-1, 1), b = size * random.point(-1, 1);
        double expected = 0.0;
        constexpr int kPanels = 200;
        for (int panel = 0; panel < kPanels; ++panel) {
          for (const QuadratureNode node : gauss_rule(16)) {
            const Point x = a + (panel + node.at) / kPanels * (b - a);
            expected += node.weight / kPanels * norm(b - a) * std::exp(gaussian.log_density(x));
          }
        }
        CAPTURE(size);
        CHECK(norm(b - a) * gaussian.mean(gaussian.line(a, b), rules) ==
              doctest::Approx(expected).epsilon(1e-12));
      }
    }
    const double there = std::exp(gaussian.log_density({1, 1}));
    CHECK(gaussian.mean(gaussian.line({1, 1}, {1, 1}), rules) ==
          doctest::Approx(there).epsilon(1e-14));
  }
}

TEST_CASE("Gaussian: what is kept off loses nothing around the disc, and the disc as a whole") {
  const Quadrature rules;
  for (const SymmetricMatrix& covariance : {kRound, SymmetricMatrix{1.0, 0.5, 1.0}}) {
    Gaussian whole({0, 0}, covariance), ring({0, 0}, covariance);
    ring.keep_off(7.0);
    // Polygons around the mean, of triangles from their first corner: all of them go through the
    // disc.
    const auto moments = [&](const Gaussian& gaussian, double radius) {
      Moments sum;
      constexpr int kCorners = 7;
      const auto corner = [&](int k) {
        const double angle = 2.0 * std::numbers::pi * k / kCorners;
        const Point u = radius * Point{std::cos(angle), std::sin(angle)};
        return Point{u.x,
                     covariance.xy * u.x + std::sqrt(1.0 - covariance.xy * covariance.xy) * u.y};
      };
      for (int k = 0; k < kCorners; ++k) {
        sum += gaussian.moments(gaussian.triangle(corner(k), corner(k + 1), corner(0)), rules);
      }
      // About the mean.
      const Point o = corner(0);
      return Moments{sum.mass, sum.first + sum.mass * o,
                     sum.second + 2.0 * dot(sum.first, o) + sum.mass * squared_norm(o)};
    };
    const Moments inner = moments(ring, 8.0), outer = moments(ring, 20.0);
    // Between the polygons, by both; the whole one has e^24 times as much inside.
    const Moments expected_inner = moments(whole, 8.0), expected_outer = moments(whole, 20.0);
    const double mass = outer.mass - inner.mass;
    CHECK(mass > 1e-15);
    CHECK(mass < 1e-10);
    CHECK(std::abs(mass - (expected_outer.mass - expected_inner.mass)) < 1e-14);
    CHECK(norm(outer.first - inner.first) < 1e-9 * mass);  // by symmetry, but for the heptagon
    // Of the plane without the disc of radius R there are e^(-R²/2), and second moments of R² + 2.
    const double rest =
        7.0 * 7.0 - 3.0;  // the disc is so much smaller that it stays off small triangles
    CHECK(outer.mass == doctest::Approx(std::exp(-0.5 * rest)).epsilon(1e-13));
    CHECK(outer.second == doctest::Approx((rest + 2.0) * std::exp(-0.5 * rest)).epsilon(1e-13));
  }
}

TEST_CASE("Gaussian: bounds hold on boxes, triangles and segments") {
  Random random(2);
  for (int k = 0; k < 2000; ++k) {
    const Gaussian gaussian = random_gaussians(random, 1, 0.3).front();
    const double size = std::exp(random.uniform(-6, 1));
    const Point o = random.point(-1, 1), a = o + size * random.point(-1, 1),
                b = o + size * random.point(-1, 1);
    const LogBounds on_triangle = gaussian.triangle(a, b, o).bounds;
    const LogBounds on_line = gaussian.line(a, b).bounds;
    const LogBounds on_box = gaussian.bounds(box_of(std::array{o, a, b}));
    double triangle_mean = 0.0, line_mean = 0.0;
    constexpr int kParts = 60;
    for (int i = 0; i < kParts; ++i) {
      const double s = (i + 0.5) / kParts;
      line_mean += std::exp(gaussian.log_density(a + s * (b - a))) / kParts;
      CHECK(gaussian.log_density(a + s * (b - a)) <= on_line.most + 1e-9);
      for (int j = 0; j < kParts; ++j) {
        const double t = (j + 0.5) / kParts;
        const Point x = o + t * ((1.0 - s) * (a - o) + s * (b - o));
        const double log_density = gaussian.log_density(x);
        triangle_mean += 2.0 * t * std::exp(log_density) / (kParts * kParts);
        CHECK(log_density <= on_triangle.most + 1e-9);
        CHECK(log_density <= on_box.most + 1e-9);
        CHECK(log_density >= on_box.least - 1e-9);
      }
    }
    // The midpoint rule itself is right to a few percent where the density does not vanish between
    // its nodes.
    if (size < 0.3) {
      CHECK(1.05 * triangle_mean >= std::exp(on_triangle.least));
      CHECK(1.05 * line_mean >= std::exp(on_line.least));
    }
  }
}

}  // namespace
}  // namespace brenier
