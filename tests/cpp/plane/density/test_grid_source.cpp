// What holds for all sources whose density is given by values on a grid.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "brenier/error.hpp"
#include "brenier/plane/density/source.hpp"
#include "brenier/plane/measure/power_diagram.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Kind {
  const char* name;
  Source (*make)(const Box&, std::vector<double>, Index, bool, bool);
  Index nodes_more;  // rows of values less rows of tiles, and likewise columns

  /// With rows × columns tiles.
  Source constant(const Box& bounds, Index rows, Index columns, double value = 1.0) const {
    rows += nodes_more;
    columns += nodes_more;
    return make(bounds, std::vector<double>(rows * columns, value), columns, false, false);
  }
};

const Kind kKinds[] = {{"raster", raster_source, 0}, {"bilinear", bilinear_source, 1}};

/// In the source's local coordinates.
double line_integral(const Source& source, Point a, Point b) {
  return std::visit([&](const auto& density) { return density.line_integral(a, b); },
                    source.density);
}

TEST_CASE("Grid sources: equal values are the uniform density - also along the grid's lines") {
  const std::vector<Point> sites = grid(8, 1.0 / 8, {1.0 / 16, 1.0 / 16});
  const std::vector<double> weights(sites.size(), 0.0);
  const auto measured = [&](Source source) {
    return PowerDiagram(sites, weights, std::make_shared<const Source>(std::move(source)));
  };
  const PowerDiagram by_uniform = measured(uniform_source({rectangle(0, 0, 1, 1)}));
  const CellMoments b = by_uniform.moments();
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    const PowerDiagram by_grid = measured(kind.constant({{0, 0}, {1, 1}}, 8, 8, 7.0));
    const CellMoments a = by_grid.moments();
    for (std::size_t k = 0; k < sites.size(); ++k) {
      CHECK(std::abs(a.masses[k] - b.masses[k]) < 1e-15);
      CHECK(norm(a.centroids[k] - b.centroids[k]) < 1e-14);
      CHECK(std::abs(a.second_moments[k] - b.second_moments[k]) < 1e-16);
    }
    CHECK(by_grid.facets().masses.size() == by_uniform.facets().masses.size());
  }
}

TEST_CASE("Grid sources: values of any size are those in proportion") {
  const std::vector<double> values{5, 6, 6, 5, 0, 6};
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    const auto mass = [](const Source& source) {
      return std::visit(
          [](const auto& density) { return density.mass({0.9, 0.2}, {0.8, 0.7}, {0.1, 0.1}); },
          source.density);
    };
    const Source plain = kind.make({{0, 0}, {1, 1}}, values, 3, false, false);
    for (const double scale : {1e-300, 2.9e307}) {  // the sum of two of them is infinite
      std::vector<double> scaled = values;
      for (double& v : scaled) v *= scale;
      const Source other = kind.make({{0, 0}, {1, 1}}, scaled, 3, false, false);
      CHECK(line_integral(other, {0.1, 0.2}, {0.8, 0.7}) ==
            doctest::Approx(line_integral(plain, {0.1, 0.2}, {0.8, 0.7})).epsilon(1e-14));
      CHECK(mass(other) == doctest::Approx(mass(plain)).epsilon(1e-14));
    }
  }
}

TEST_CASE("Grid sources: bad values are named, as they were given") {
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    const auto with = [&](double bad, bool is_from_top = false) {
      std::vector<double> values(6, 1.0);
      values[4] = bad;
      return kind.make({{0, 0}, {1, 1}}, values, 3, is_from_top, false);
    };
    for (const double bad : {-1.0, kNaN, kInfinity}) {
      CHECK_THROWS_WITH_AS(with(bad), doctest::Contains("values[1, 1] is"), InvalidArgument);
      CHECK_THROWS_WITH_AS(with(bad, true), doctest::Contains("values[1, 1] is"), InvalidArgument);
    }
    CHECK_THROWS_WITH_AS(kind.constant({{0, 0}, {1, 1}}, 2, 3, 0.0), doctest::Contains("all 0"),
                         InvalidArgument);
  }
}

TEST_CASE("Grid sources: bad bounds are refused") {
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    const auto over = [&](Point low, Point high) { return kind.constant({low, high}, 2, 3); };
    CHECK_THROWS_WITH_AS(over({0, 0}, {kInfinity, 1}), doctest::Contains("bounds[2] is inf"),
                         InvalidArgument);
    CHECK_THROWS_WITH_AS(over({0, 0}, {kNaN, 1}), doctest::Contains("bounds[2] is nan"),
                         InvalidArgument);
    CHECK_THROWS_WITH_AS(over({0, 0}, {1e200, 1}), doctest::Contains("bounds[2] is 1e+200"),
                         InvalidArgument);
    CHECK_THROWS_WITH_AS(over({0, 0}, {0, 1}), doctest::Contains("increasing"), InvalidArgument);
    CHECK_THROWS_WITH_AS(over({0, 0}, {1e-160, 1e-160}), doctest::Contains("bounds has size"),
                         InvalidArgument);
    CHECK_THROWS_WITH_AS(over({0, 0}, {1e100, 1e-60}), doctest::Contains("too thin"),
                         InvalidArgument);
    // What counts is the tile, of which there are two rows.
    CHECK_NOTHROW(over({0, 0}, {1, 2.5e-140}));
    CHECK_THROWS_WITH_AS(over({0, 0}, {1, 1.5e-140}), doctest::Contains("too thin"),
                         InvalidArgument);
  }
}

TEST_CASE("Grid sources: rows from the top are those from the bottom in the other order") {
  const std::vector<double> up{1, 2, 3, 4, 5, 6, 7, 8}, down{7, 8, 5, 6, 3, 4, 1, 2};
  for (const Kind& kind : kKinds) {
    CAPTURE(kind.name);
    const Source from_bottom = kind.make({{0, 0}, {1, 1}}, up, 2, false, false);
    const Source from_top = kind.make({{0, 0}, {1, 1}}, down, 2, true, false);
    for (const Point p : Random(5).points(50, 0.0, 0.9)) {
      const Point q = p + Point{0.01, 0.01};
      CHECK(line_integral(from_top, p, q) == line_integral(from_bottom, p, q));
    }
  }
}

}  // namespace
}  // namespace brenier
