// A box divided into equal tiles, and the tiles that a segment crosses.
#pragma once

#include <algorithm>
#include <limits>

#include "brenier/plane/domain/domain_index.hpp"

namespace brenier {

/// Rows and columns of equal tiles over a box, row 0 at the bottom.
class Grid {
 public:
  struct Tile {
    Index row;
    Index column;
  };

  Grid(const Box& box, Index rows, Index columns);

  const DomainIndex& domain() const { return domain_; }
  Index rows() const { return rows_; }
  Index columns() const { return columns_; }
  Point tile_size() const { return tile_; }

  /// The column and the row of a point of the box, or the nearest ones.
  Index column_of(double x) const { return bucket((x - low_.x) / tile_.x, columns_); }
  Index row_of(double y) const { return bucket((y - low_.y) / tile_.y, rows_); }
  double left_of(Index column) const { return low_.x + column * tile_.x; }
  double bottom_of(Index row) const { return low_.y + row * tile_.y; }

  /// Calls visit(tile, p, q) for the pieces p → q of a → b, in order.
  template <class Visit>
  void for_each_piece(Point a, Point b, Visit&& visit) const;

 private:
  /// floor(value) in [0, count).
  static Index bucket(double value, Index count) {
    return static_cast<Index>(std::clamp(value, 0.0, count - 1.0));
  }

  DomainIndex domain_;
  Point low_;
  Point tile_;  // its width and height
  Index rows_;
  Index columns_;
};

template <class Visit>
void Grid::for_each_piece(Point a, Point b, Visit&& visit) const {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  const Tile last{row_of(b.y), column_of(b.x)};
  const Index right = b.x > a.x ? 1 : 0, up = b.y > a.y ? 1 : 0;
  Tile here{row_of(a.y), column_of(a.x)};
  Point p = a;
  while (here.row != last.row || here.column != last.column) {
    // Along a → b, where do the column and the row end?
    const double at_side =
        here.column == last.column ? kNever : (left_of(here.column + right) - a.x) / (b.x - a.x);
    const double at_top =
        here.row == last.row ? kNever : (bottom_of(here.row + up) - a.y) / (b.y - a.y);
    const Point q = a + std::clamp(std::min(at_side, at_top), 0.0, 1.0) * (b - a);
    visit(here, p, q);
    p = q;
    if (at_side <= at_top) {
      here.column += right ? 1 : -1;
    } else {
      here.row += up ? 1 : -1;
    }
  }
  visit(here, p, b);
}

}  // namespace brenier
