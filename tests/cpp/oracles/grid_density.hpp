// What densities on a grid are checked with: sums over polygons cut to its tiles, and over small
// steps.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "brenier/plane/measure/integrate.hpp"
#include "inputs/random.hpp"
#include "oracles/polygons.hpp"

namespace brenier::testing {

/// A convex polygon's part with s · p[axis] <= s · limit.
inline std::vector<Point> cut(const std::vector<Point>& polygon, int axis, double limit, double s) {
  std::vector<Point> result;
  const auto excess = [&](Point p) { return s * ((axis == 0 ? p.x : p.y) - limit); };
  for (std::size_t k = 0; k < polygon.size(); ++k) {
    const Point p = polygon[k], q = polygon[(k + 1) % polygon.size()];
    if (excess(p) <= 0) result.push_back(p);
    if ((excess(p) < 0 && excess(q) > 0) || (excess(p) > 0 && excess(q) < 0)) {
      result.push_back(p + excess(p) / (excess(p) - excess(q)) * (q - p));
    }
  }
  return result;
}

inline std::vector<Point> cut(std::vector<Point> polygon, const Box& box) {
  polygon = cut(polygon, 0, box.low.x, -1.0);
  polygon = cut(polygon, 0, box.high.x, 1.0);
  polygon = cut(polygon, 1, box.low.y, -1.0);
  return cut(polygon, 1, box.high.y, 1.0);
}

/// One of rows × columns equal parts of a box.
inline Box tile(const Box& box, Index rows, Index columns, Index row, Index column) {
  const auto x = [&](Index k) { return box.low.x + k * box.width() / columns; };
  const auto y = [&](Index k) { return box.low.y + k * box.height() / rows; };
  return {{x(column), y(row)}, {x(column + 1), y(row + 1)}};
}

/// Values of nodes or pixels, the first of them 1.
inline std::vector<double> grid_values(Index count, std::uint64_t seed, double share_of_zeros) {
  Random random(seed);
  std::vector<double> result;
  for (Index k = 0; k < count; ++k) {
    result.push_back(random.uniform() < share_of_zeros ? 0.0 : random.uniform(0.5, 3.0));
  }
  result[0] = 1.0;
  return result;
}

/// The cells of `count` random sites have the moments that `by_tiles` gives for their polygons.
template <class ByTiles>
void check_cells(const Density& density, int count, ByTiles&& by_tiles) {
  Random random(2);
  const std::vector<Point> sites = random.points(count, -0.2, 1.8);
  const RegularTriangulation t(sites, random.numbers(count, 0.0, 0.05));
  const CellBoundaries boundaries(t, domain_of(density));
  const CellMoments moments = cell_moments(boundaries, count, density);
  const CellMeasures measures = measure_cells(boundaries, sites, density);
  const CellPolygons cells = polygons_of_cells(t, domain_of(density));
  for (Index k = 0; k < count; ++k) {
    Moments expected;
    for (const std::vector<Point>& ring : rings_of_cell(cells, k)) expected += by_tiles(ring);
    CHECK(std::abs(measures.masses[k] - expected.mass) < 1e-13);
    CHECK(std::abs(moments.masses[k] - expected.mass) < 1e-13);
    if (expected.mass < 1e-6) continue;
    const Point centroid = (1.0 / expected.mass) * expected.first;
    CHECK(norm(moments.centroids[k] - centroid) < 1e-11);
    CHECK(std::abs(moments.second_moments[k] -
                   (expected.second - expected.mass * squared_norm(centroid))) < 1e-13);
  }
  const double sum = std::accumulate(measures.masses.begin(), measures.masses.end(), 0.0);
  CHECK(std::abs(sum - 1.0) < 1e-13);
}

/// Line integrals in the box are those of `rho` by the midpoint rule, to this relative error, and
/// the same in both directions.
template <class GridDensity, class Rho>
void check_line_integrals(const GridDensity& density, const Box& box, double error, Rho&& rho) {
  Random random(4);
  const auto inside = [&] {
    return Point{random.uniform(box.low.x, box.high.x), random.uniform(box.low.y, box.high.y)};
  };
  for (int k = 0; k < 100; ++k) {
    const Point a = inside(), b = inside();
    constexpr int kSteps = 20000;
    double expected = 0.0;
    for (int s = 0; s < kSteps; ++s) {
      expected += rho(a + (s + 0.5) / kSteps * (b - a)) * norm(b - a) / kSteps;
    }
    CHECK(density.line_integral(a, b) == doctest::Approx(expected).epsilon(error));
    CHECK(density.line_integral(b, a) ==
          doctest::Approx(density.line_integral(a, b)).epsilon(1e-12));
  }
}

}  // namespace brenier::testing
