#include "brenier/plane/diagram/hull_interpolation.hpp"

#include <doctest/doctest.h>

#include "inputs/random.hpp"
#include "oracles/triangles.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("interpolation on the hull agrees with brute force - and is infinite just outside") {
  Random random(87);
  const std::vector<Point> sites = random.points(60);
  const RegularTriangulation t(sites, random.numbers(60, 0, 0.02));
  const std::vector<double> values = random.numbers(60, -1, 1);
  std::vector<Point> queries = random.points(2000, -0.1, 1.1);
  queries.insert(queries.end(), sites.begin(), sites.end());
  const std::vector<double> found = interpolate(t, values, queries);
  int wrong = 0, outside = 0;
  for (std::size_t q = 0; q < queries.size(); ++q) {
    double expected = std::numeric_limits<double>::infinity();
    for (const Triangle& triangle : t.triangles()) {
      const auto& [a, b, c] = triangle.vertices;
      const Point x = queries[q];
      if (!is_inside(corners_of(triangle, sites), x)) continue;
      const double at_a = cross(sites[b] - x, sites[c] - x);
      const double at_b = cross(sites[c] - x, sites[a] - x);
      const double at_c = cross(sites[a] - x, sites[b] - x);
      expected = (at_a * values[a] + at_b * values[b] + at_c * values[c]) / (at_a + at_b + at_c);
    }
    outside += std::isinf(expected);
    wrong += std::isinf(expected) ? found[q] != expected : !(std::abs(found[q] - expected) < 1e-9);
  }
  CHECK(wrong == 0);
  CHECK(outside > 100);
  CHECK(outside < 1000);

  // On a square's border, and one double beyond it.
  const RegularTriangulation box({{0, 0}, {1, 0}, {1, 1}, {0, 1}}, {0, 0, 0, 0});
  const double beyond = std::nextafter(1.0, 2.0);
  const std::vector<Point> at{{1, 0.25}, {beyond, 0.25}, {0.5, 0}, {0.5, -1e-300}, {1, 1}};
  const std::vector<double> on_box = interpolate(box, std::vector<double>{0, 2, 3, 1}, at);
  CHECK(on_box[0] == 2.25);
  CHECK(std::isinf(on_box[1]));
  CHECK(on_box[2] == 1.0);
  CHECK(std::isinf(on_box[3]));
  CHECK(on_box[4] == 3.0);
}

TEST_CASE("values at the corners - and between them - of triangles as thin as can be") {
  // One short side, down to the least of all doubles; and three corners nearly on a line.
  for (const double least : {1e-8, 1e-17, 1e-150, 5e-324}) {
    const std::vector<Point> sites{{0, 0}, {least, 0}, {1.125, 0.375}};
    const RegularTriangulation t(sites, {0, 0, 0});
    const std::vector<double> values{1, 2, 5};
    CHECK(interpolate(t, values, sites) == values);
    const std::vector<Point> between{0.5 * sites[2]};
    CHECK(interpolate(t, values, between)[0] == doctest::Approx(3.0));
  }
  // All sides long, and nearly parallel to an axis.
  for (const double least : {1e-17, 1e-300, 5e-324}) {
    for (const bool is_upright : {false, true}) {
      std::vector<Point> sites{{0, least}, {0.75, 0}, {4.375, -5 * least}};
      if (is_upright) {
        for (Point& y : sites) y = {-y.y, y.x};
      }
      const RegularTriangulation t(sites, {0, 0, 0});
      const std::vector<double> values{1, 2, 5};
      CHECK(interpolate(t, values, sites) == values);
    }
  }
  const double beside = std::nextafter(0.5, 1.0);
  const std::vector<Point> sites{{0, 0}, {1, 1}, {0.5, beside}};
  const std::vector<double> values{0, 4, 9};
  CHECK(interpolate(RegularTriangulation(sites, {0, 0, 0}), values, sites) == values);
}

TEST_CASE("interpolation along a line - and at a single site") {
  const RegularTriangulation line({{0, 0}, {1, 2}, {3, 6}}, {0, 0, 0});
  const std::vector<Point> at{{0.5, 1}, {2, 4}, {3, 6}, {0, 0}, {4, 8}, {0.5, 1.001}};
  const std::vector<double> found = interpolate(line, std::vector<double>{1, 3, -1}, at);
  CHECK(found[0] == doctest::Approx(2));
  CHECK(found[1] == doctest::Approx(1));
  CHECK(found[2] == doctest::Approx(-1));
  CHECK(found[3] == doctest::Approx(1));
  CHECK(std::isinf(found[4]));
  CHECK(std::isinf(found[5]));
  // However near the sites are to each other.
  const std::vector<Point> close{{0, 0}, {0, 2e-300}}, middle{{0, 1e-300}};
  const RegularTriangulation pair(close, {0, 0});
  CHECK(interpolate(pair, std::vector<double>{1, 3}, middle)[0] == 2);
  const RegularTriangulation one({{2, 3}}, {0});
  const std::vector<Point> near{{2, 3}, {2, 3.5}};
  const std::vector<double> there = interpolate(one, std::vector<double>{7}, near);
  CHECK(there[0] == 7);
  CHECK(std::isinf(there[1]));
}

}  // namespace
}  // namespace brenier
