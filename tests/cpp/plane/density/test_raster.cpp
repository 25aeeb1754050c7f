#include "brenier/plane/density/raster.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <numeric>

#include "brenier/error.hpp"
#include "brenier/plane/density/source.hpp"
#include "brenier/plane/diagram/cell_polygons.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/measure/power_diagram.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/clip.hpp"

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

  Picture(Index r, Index c, std::uint64_t seed, double share_of_zeros = 0.0) : rows(r), columns(c) {
    Random random(seed);
    for (Index k = 0; k < rows * columns; ++k) {
      values.push_back(random.uniform() < share_of_zeros ? 0.0 : random.uniform(0.5, 3.0));
    }
    values[0] = 1.0;
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
  Random random(4);
  for (int k = 0; k < 200; ++k) {
    const auto inside = [&] {
      return Point{random.uniform(picture.box.low.x, picture.box.high.x),
                   random.uniform(picture.box.low.y, picture.box.high.y)};
    };
    const Point a = inside(), b = inside();
    constexpr int kSteps = 20000;  // midpoint rule: the error is that of the steps at pixel sides
    double expected = 0.0;
    for (int s = 0; s < kSteps; ++s) {
      const Point at = a + (s + 0.5) / kSteps * (b - a);
      const auto column = static_cast<Index>((at.x - picture.box.low.x) / picture.box.width() * 11);
      const auto row = static_cast<Index>((at.y - picture.box.low.y) / picture.box.height() * 7);
      expected += picture.values[row * 11 + column] / picture.total * norm(b - a) / kSteps;
    }
    CHECK(raster.line_integral(a, b) == doctest::Approx(expected).epsilon(1e-3));
    CHECK(raster.line_integral(b, a) == doctest::Approx(raster.line_integral(a, b)).epsilon(1e-12));
  }
}

TEST_CASE("Raster: equal pixels are the uniform density - also where segments follow the grid") {
  const Source raster = raster_source({{0, 0}, {1, 1}}, std::vector<double>(64, 7.0), 8);
  const Source uniform = uniform_source({rectangle(0, 0, 1, 1)});
  const std::vector<Point> sites = grid(8, 1.0 / 8, {1.0 / 16, 1.0 / 16});
  const std::vector<double> weights(sites.size(), 0.0);
  const PowerDiagram by_raster(sites, weights, std::make_shared<const Source>(raster));
  const PowerDiagram by_uniform(sites, weights, std::make_shared<const Source>(uniform));
  const CellMoments a = by_raster.moments(), b = by_uniform.moments();
  for (std::size_t k = 0; k < sites.size(); ++k) {
    CHECK(std::abs(a.masses[k] - b.masses[k]) < 1e-15);
    CHECK(norm(a.centroids[k] - b.centroids[k]) < 1e-14);
    CHECK(std::abs(a.second_moments[k] - b.second_moments[k]) < 1e-16);
  }
  CHECK(by_raster.facets().masses.size() == by_uniform.facets().masses.size());
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

TEST_CASE("Raster: values of any size are those in proportion") {
  const std::vector<double> values{5, 6, 6, 5, 0, 6};
  const Raster plain({{0, 0}, {1, 1}}, values, 3);
  for (const double scale : {1e-300, 2.9e307}) {  // the sum of two of them is infinite
    std::vector<double> scaled = values;
    for (double& v : scaled) v *= scale;
    const Raster other({{0, 0}, {1, 1}}, scaled, 3);
    CHECK(other.line_integral({0.1, 0.2}, {0.8, 0.7}) ==
          doctest::Approx(plain.line_integral({0.1, 0.2}, {0.8, 0.7})).epsilon(1e-14));
  }
}

TEST_CASE("Raster: bad values are named") {
  const auto with = [](double bad) {
    std::vector<double> values(6, 1.0);
    values[4] = bad;
    return raster_source({{0, 0}, {1, 1}}, values, 3);
  };
  for (const double bad :
       {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    CHECK_THROWS_WITH_AS(with(bad), doctest::Contains("values[1, 1] is"), InvalidArgument);
  }
  CHECK_THROWS_WITH_AS(raster_source({{0, 0}, {1, 1}}, std::vector<double>(6, 0.0), 3),
                       doctest::Contains("all 0"), InvalidArgument);
}

TEST_CASE("Raster: bad bounds are refused") {
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<double> values(6, 1.0);
  const auto with = [&](Point low, Point high) { return raster_source({low, high}, values, 3); };
  CHECK_THROWS_WITH_AS(with({0, 0}, {infinity, 1}), doctest::Contains("bounds[2] is inf"),
                       InvalidArgument);
  CHECK_THROWS_WITH_AS(with({0, 0}, {1e200, 1}), doctest::Contains("bounds[2] is 1e+200"),
                       InvalidArgument);
  CHECK_THROWS_WITH_AS(with({0, 0}, {0, 1}), doctest::Contains("increasing"), InvalidArgument);
  CHECK_THROWS_WITH_AS(with({0, 0}, {1e-160, 1e-160}), doctest::Contains("bounds has size"),
                       InvalidArgument);
  CHECK_THROWS_WITH_AS(with({0, 0}, {1e100, 1e-60}), doctest::Contains("too thin"),
                       InvalidArgument);
  // What counts is the pixel, with its two rows.
  CHECK_NOTHROW(with({0, 0}, {1, 2.5e-140}));
  CHECK_THROWS_WITH_AS(with({0, 0}, {1, 1.5e-140}), doctest::Contains("too thin"), InvalidArgument);
}

TEST_CASE("Raster: rows from the top are those from the bottom in the other order") {
  const std::vector<double> up{1, 2, 3, 4, 5, 6}, down{5, 6, 3, 4, 1, 2};
  const Source from_bottom = raster_source({{0, 0}, {1, 1}}, up, 2);
  const Source from_top = raster_source({{0, 0}, {1, 1}}, down, 2, true);
  const auto at = [](const Source& source, Point p) {
    return std::get<Raster>(source.density).line_integral(p, p + Point{0.01, 0.01});
  };
  for (const Point p : Random(5).points(50, 0.0, 0.9)) {
    CHECK(at(from_top, p) == at(from_bottom, p));
  }
  // The first bad value is named as it was given.
  std::vector<double> bad = down;
  bad[1] = -1.0;
  CHECK_THROWS_WITH_AS(raster_source({{0, 0}, {1, 1}}, bad, 2, true),
                       doctest::Contains("values[0, 1] is -1"), InvalidArgument);
}

}  // namespace
}  // namespace brenier
