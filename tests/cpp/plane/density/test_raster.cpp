#include "brenier/plane/density/raster.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "inputs/random.hpp"
#include "oracles/grid_density.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Moments of a polygon of density 1 about the origin, by the uniform density's triangles.
Moments of_polygon(const std::vector<Point>& polygon) {
  Moments sum;
  for (std::size_t k = 0; k + 2 < polygon.size(); ++k) {
    const Point a = polygon[0], b = polygon[k + 1], c = polygon[k + 2];
    const double area = 0.5 * cross(b - a, c - a);
    const Point center = (1.0 / 3.0) * (a + b + c);
    const double second = (squared_norm(a + b) + squared_norm(b + c) + squared_norm(c + a)) / 12.0;
    sum += {area, area * center, area * second};
  }
  return sum;
}

struct Picture {
  Box box{{-0.25, 0.5}, {1.0, 2.0}};
  Index rows;
  Index columns;
  std::vector<double> values;
  double total = 0.0;

  Picture(Index r, Index c, std::uint64_t seed, double share_of_zeros = 0.0)
      : rows(r), columns(c), values(grid_values(r * c, seed, share_of_zeros)) {
    const double pixel = box.width() * box.height() / (rows * columns);
    total = pixel * std::accumulate(values.begin(), values.end(), 0.0);
  }
  Raster raster() const { return Raster(box, values, columns); }
  /// The moments of a convex polygon, pixel by pixel.
  Moments by_pixels(const std::vector<Point>& polygon) const {
    Moments sum;
    for (Index row = 0; row < rows; ++row) {
      for (Index column = 0; column < columns; ++column) {
        const std::vector<Point> part = cut(polygon, tile(box, rows, columns, row, column));
        const double rho = values[row * columns + column] / total;
        const Moments m = of_polygon(part);
        sum += {rho * m.mass, rho * m.first, rho * m.second};
      }
    }
    return sum;
  }
};

TEST_CASE("Raster: masses and moments of cells are sums over clipped pixels") {
  for (const auto& [rows, columns] : {std::pair<Index, Index>{1, 1}, {3, 5}, {16, 9}, {1, 20}}) {
    for (const int count : {1, 3, 40}) {
      CAPTURE(rows);
      CAPTURE(count);
      const Picture picture(rows, columns, 1, 0.2);
      const Raster raster = picture.raster();
      check_cells(raster, count,
                  [&](const std::vector<Point>& polygon) { return picture.by_pixels(polygon); });
    }
  }
}

TEST_CASE("Raster: line integrals are sums over the pixels crossed") {
  const Picture picture(7, 11, 3);
  const Raster raster = picture.raster();
  // The error is that of the steps at the pixels' sides.
  check_line_integrals(raster, picture.box, 1e-3, [&](Point x) {
    const auto column = static_cast<Index>((x.x - picture.box.low.x) / picture.box.width() * 11);
    const auto row = static_cast<Index>((x.y - picture.box.low.y) / picture.box.height() * 7);
    return picture.values[row * 11 + column] / picture.total;
  });
}

TEST_CASE("Raster: the mass of a small cell in a pixel keeps its digits") {
  const Raster raster({{0, 0}, {1, 1}}, {1, 2}, 2);
  const double size = std::ldexp(1.0, -30);
  for (const Point low : Random(6).points(50, 0.01, 0.49)) {
    for (const double left : {0.0, 0.5}) {
      const Point a = low + Point{left, 0.0}, b = a + Point{size, size};
      const double expected = (left == 0.0 ? 2.0 : 4.0) / 3.0 * (b.x - a.x) * (b.y - a.y);
      const double mass = raster.mass({b.x, a.y}, b, a) + raster.mass({a.x, b.y}, a, a);
      CHECK(std::abs(mass - expected) < 1e-13 * expected);
    }
  }
}

}  // namespace
}  // namespace brenier
