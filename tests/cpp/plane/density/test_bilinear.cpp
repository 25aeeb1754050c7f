#include "brenier/plane/density/bilinear.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "brenier/error.hpp"
#include "brenier/plane/density/source.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/grid_density.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Gauss's rule with three points on [0, 1]: exact up to degree 5.
const std::array<std::pair<double, double>, 3> kGauss{{{0.5 - 0.1 * std::sqrt(15.0), 5.0 / 18.0},
                                                       {0.5, 8.0 / 18.0},
                                                       {0.5 + 0.1 * std::sqrt(15.0), 5.0 / 18.0}}};

struct Nodes {
  Box box{{-0.25, 0.5}, {1.0, 2.0}};
  Index rows;
  Index columns;
  std::vector<double> values;
  double total = 0.0;

  Nodes(Index r, Index c, std::uint64_t seed, double share_of_zeros = 0.0)
      : rows(r), columns(c), values(grid_values(r * c, seed, share_of_zeros)) {
    // Corners count a quarter, other nodes at the border one half.
    for (Index row = 0; row < rows; ++row) {
      for (Index column = 0; column < columns; ++column) {
        const double across = column == 0 || column == columns - 1 ? 0.5 : 1.0;
        const double up = row == 0 || row == rows - 1 ? 0.5 : 1.0;
        total += across * up * at(row, column);
      }
    }
    total *= box.width() * box.height() / ((rows - 1) * (columns - 1));
  }
  Bilinear bilinear() const { return Bilinear(box, values, columns); }
  double at(Index row, Index column) const { return values[row * columns + column]; }
  /// ρ by its definition, in one patch.
  double rho(Index row, Index column, Point x) const {
    const Box patch = tile(box, rows - 1, columns - 1, row, column);
    const double s = (x.x - patch.low.x) / patch.width();
    const double t = (x.y - patch.low.y) / patch.height();
    return ((1 - s) * (1 - t) * at(row, column) + s * (1 - t) * at(row, column + 1) +
            (1 - s) * t * at(row + 1, column) + s * t * at(row + 1, column + 1)) /
           total;
  }
  double rho(Point x) const {
    const auto bucket = [](double value, Index count) {
      return std::min(static_cast<Index>(value), count - 1);
    };
    return rho(bucket((x.y - box.low.y) / box.height() * (rows - 1), rows - 1),
               bucket((x.x - box.low.x) / box.width() * (columns - 1), columns - 1), x);
  }
  /// The moments of a convex polygon, patch by patch and triangle by triangle. On a triangle that a
  /// square is folded onto, integrands have degree 5 at most.
  Moments by_patches(const std::vector<Point>& polygon) const {
    Moments sum;
    for (Index row = 0; row < rows - 1; ++row) {
      for (Index column = 0; column < columns - 1; ++column) {
        const std::vector<Point> part = cut(polygon, tile(box, rows - 1, columns - 1, row, column));
        for (std::size_t k = 0; k + 2 < part.size(); ++k) {
          const Point a = part[0], u = part[k + 1] - a, v = part[k + 2] - part[k + 1];
          for (const auto& [s, weight_s] : kGauss) {
            for (const auto& [t, weight_t] : kGauss) {
              const Point x = a + s * (u + t * v);
              const double m = weight_s * weight_t * s * cross(u, v) * rho(row, column, x);
              sum += {m, m * x, m * squared_norm(x)};
            }
          }
        }
      }
    }
    return sum;
  }
};

TEST_CASE("Bilinear: masses and moments of cells are sums over clipped patches") {
  for (const auto& [rows, columns] :
       {std::pair<Index, Index>{2, 2}, {4, 6}, {17, 9}, {2, 20}, {21, 2}}) {
    for (const int count : {1, 3, 40}) {
      CAPTURE(rows);
      CAPTURE(count);
      const Nodes nodes(rows, columns, 1, 0.2);
      const Bilinear bilinear = nodes.bilinear();
      check_cells(bilinear, count,
                  [&](const std::vector<Point>& polygon) { return nodes.by_patches(polygon); });
    }
  }
}

TEST_CASE("Bilinear: line integrals are those of the density along the segment") {
  const Nodes nodes(7, 11, 3);
  const Bilinear bilinear = nodes.bilinear();
  // The errors are of second order, also at kinks.
  check_line_integrals(bilinear, nodes.box, 1e-7, [&](Point x) { return nodes.rho(x); });
}

/// Checks a counter-clockwise quadrangle against the uniform density, relative to its size.
void check_digits(const Bilinear& flat, const std::array<Point, 4>& ring) {
  const Uniform uniform(Polygon({rectangle(0, 0, 1, 1)}));
  for (const Point origin : ring) {
    double mass = 0.0;
    Moments moments, expected;
    for (std::size_t k = 0; k < 4; ++k) {
      const Point a = ring[k], b = ring[(k + 1) % 4];
      mass += flat.mass(a, b, origin);
      moments += flat.moments(a, b, origin);
      expected += uniform.moments(a, b, origin);
    }
    CHECK(std::abs(mass - expected.mass) < 1e-13 * expected.mass);
    CHECK(std::abs(moments.mass - expected.mass) < 1e-13 * expected.mass);
    CHECK(norm(moments.first - expected.first) < 1e-13 * norm(expected.first));
    CHECK(std::abs(moments.second - expected.second) < 1e-13 * expected.second);
  }
}

TEST_CASE("Bilinear: masses and moments of a small cell keep their digits") {
  const Index count = 12;  // so that neither sides nor sums along rows are round numbers
  const Bilinear flat({{0, 0}, {1, 1}}, std::vector<double>(count * count, 1.0), count);
  const double size = std::ldexp(1.0, -30);
  for (Index column = 1; column < count - 1; ++column) {
    const Point corner{column / (count - 1.0), 3 / (count - 1.0)};
    const Point low = corner - Point{0.5 * size, 0.5 * size}, high = low + Point{size, size};
    check_digits(flat, {low, {high.x, low.y}, high, {low.x, high.y}});
    const auto in_patch = [&](double x, double y) {
      return corner + Point{0.04 + x * size, 0.03 + y * size};
    };
    check_digits(flat,
                 {in_patch(0.1, 0.0), in_patch(0.9, 0.3), in_patch(1.0, 1.1), in_patch(0.2, 0.8)});
  }
}

TEST_CASE("Bilinear: a line of zeros has no mass, and no density is negative beyond it") {
  const Bilinear ramp({{0, 0}, {1, 1}}, {0, 1, 0, 1}, 2);
  CHECK(ramp.line_integral({0, 0.1}, {0, 0.9}) == 0.0);
  CHECK(ramp.line_integral({-1e-17, 0.1}, {-1e-17, 0.9}) == 0.0);
  CHECK(ramp.line_integral({1, 0.25}, {1, 0.75}) == doctest::Approx(1.0));
  CHECK(ramp.line_integral({0, 0.5}, {1, 0.5}) == doctest::Approx(1.0));
}

TEST_CASE("Bilinear: a single row or column of nodes is refused") {
  const auto with = [](Index rows, Index columns) {
    return bilinear_source({{0, 0}, {1, 1}}, std::vector<double>(rows * columns, 1.0), columns);
  };
  CHECK_THROWS_WITH_AS(with(1, 3), doctest::Contains("values has shape (1, 3)"), InvalidArgument);
  CHECK_THROWS_WITH_AS(with(3, 1), doctest::Contains("values has shape (3, 1)"), InvalidArgument);
}

}  // namespace
}  // namespace brenier
