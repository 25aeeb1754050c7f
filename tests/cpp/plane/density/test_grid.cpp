#include "brenier/plane/density/grid.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "inputs/random.hpp"

namespace brenier {
namespace {

using testing::Random;

struct Piece {
  Grid::Tile tile;
  Point p;
  Point q;
};

std::vector<Piece> pieces(const Grid& grid, Point a, Point b) {
  std::vector<Piece> result;
  grid.for_each_piece(a, b,
                      [&](Grid::Tile tile, Point p, Point q) { result.push_back({tile, p, q}); });
  return result;
}

/// The tile's sides, wider by a few roundings.
Box sides(const Grid& grid, Grid::Tile tile) {
  const double slack = 1e-14 * (1.0 + grid.domain().polygon().box().size());
  return {
      {grid.left_of(tile.column) - slack, grid.bottom_of(tile.row) - slack},
      {grid.left_of(tile.column + 1) + slack, grid.bottom_of(tile.row + 1) + slack},
  };
}

void check_walk(const Grid& grid, Point a, Point b) {
  CAPTURE(a.x);
  CAPTURE(a.y);
  CAPTURE(b.x);
  CAPTURE(b.y);
  const std::vector<Piece> walk = pieces(grid, a, b);
  REQUIRE(!walk.empty());
  CHECK(walk.front().p == a);
  CHECK(walk.back().q == b);
  for (std::size_t k = 0; k < walk.size(); ++k) {
    const auto& [tile, p, q] = walk[k];
    REQUIRE(0 <= tile.row);
    REQUIRE(tile.row < grid.rows());
    REQUIRE(0 <= tile.column);
    REQUIRE(tile.column < grid.columns());
    CHECK(sides(grid, tile).contains(p));
    CHECK(sides(grid, tile).contains(q));
    if (k == 0) continue;
    CHECK(p == walk[k - 1].q);
    const Grid::Tile before = walk[k - 1].tile;
    CHECK(std::abs(tile.row - before.row) + std::abs(tile.column - before.column) == 1);
  }
  // No row and no column is entered twice.
  const Grid::Tile first = walk.front().tile, last = walk.back().tile;
  CHECK(walk.size() == 1u + std::abs(first.row - last.row) + std::abs(first.column - last.column));
}

TEST_CASE("Grid: a walk goes from tile to neighbouring tile, and each piece is in its own") {
  for (const auto& [rows, columns] : {std::pair<Index, Index>{1, 1}, {1, 9}, {7, 1}, {5, 12}}) {
    const Grid grid({{-0.3, 0.1}, {1.1, 0.7}}, rows, columns);
    Random random(1);
    for (int k = 0; k < 500; ++k) {
      const auto inside = [&] {
        return Point{random.uniform(-0.3, 1.1), random.uniform(0.1, 0.7)};
      };
      check_walk(grid, inside(), inside());
    }
  }
}

TEST_CASE("Grid: a walk along sides and through corners is one as well") {
  const Grid grid({{0, 0}, {3, 2}}, 2, 3);
  std::vector<Point> lattice;  // corners, middles of sides, middles of tiles
  for (int x = 0; x <= 6; ++x) {
    for (int y = 0; y <= 4; ++y) lattice.push_back({0.5 * x, 0.5 * y});
  }
  for (const Point a : lattice) {
    for (const Point b : lattice) check_walk(grid, a, b);
  }
}

TEST_CASE("Grid: a walk within rounding errors of a side stays there") {
  // Where the column that a point counts to is not the one between whose sides it lies.
  const auto moved = [](double x, int steps) {
    for (int k = 0; k < std::abs(steps); ++k) x = std::nextafter(x, steps > 0 ? 9.0 : -9.0);
    return x;
  };
  for (Index count = 2; count < 30; ++count) {
    const Grid grid({{0.1, 0.1}, {0.8, 0.8}}, count, count);
    for (Index k = 1; k < count; ++k) {
      for (int from = -2; from <= 2; ++from) {
        for (int to = -2; to <= 2; ++to) {
          const double a = moved(grid.left_of(k), from), b = moved(grid.left_of(k), to);
          check_walk(grid, {a, 0.2}, {b, 0.7});
          check_walk(grid, {0.7, a}, {0.2, b});
        }
      }
    }
  }
}

TEST_CASE("Grid: points beyond the box belong to the tiles at its border") {
  const Grid grid({{0, 0}, {1, 1}}, 4, 5);
  CHECK(grid.column_of(-1e-17) == 0);
  CHECK(grid.column_of(1.0) == 4);
  CHECK(grid.row_of(-3.0) == 0);
  CHECK(grid.row_of(1.0 + 1e-15) == 3);
  CHECK(grid.row_of(0.25) == 1);
  CHECK(grid.tile_size() == Point{0.2, 0.25});
}

}  // namespace
}  // namespace brenier
