// A density that is constant on each pixel of a grid.
#pragma once

#include <vector>

#include "brenier/density/moments.hpp"
#include "brenier/geometry/domain_index.hpp"

namespace brenier {

/// ρ is proportional to values[row · columns + column] on the pixels of a grid over a box, row 0 at the
/// bottom. Values are 0 or more, not all of them 0.
///
/// Fluxes are those of the fields whose first component is ∫ρ, ∫ρ·(s - o.x), … from the origin's x to
/// the point along its row, and whose second is 0. Mass comes from sums along the rows that are formed
/// once, so that a segment costs as much as it crosses pixels. Such sums would leave few digits of the
/// moments of a small cell; they are summed up anew from the origin, and cost as much as there are pixels
/// between it and the segment.
class Raster {
 public:
  Raster(const Box& box, std::vector<double> values, Index columns);

  const DomainIndex& domain() const { return domain_; }

  double mass(Point a, Point b, Point origin) const;
  Moments moments(Point a, Point b, Point origin) const;
  double line_integral(Point a, Point b) const;

 private:
  struct Pixel {
    Index row;
    Index column;
  };
  /// ∫ρ, ∫ρ·(s - o) and ∫ρ·(s - o)² ds from o to x along a row.
  struct RowIntegrals {
    double mass;
    double first;
    double second;
  };

  /// Calls visit(pixel, p, q) for the pieces p → q of a → b, in order.
  template <class Visit>
  void for_each_piece(Point a, Point b, Visit&& visit) const;

  Index column_of(double x) const;
  Index row_of(double y) const;
  double left_of(Index column) const { return low_.x + column * pixel_.x; }
  double bottom_of(Index row) const { return low_.y + row * pixel_.y; }
  double value(Index row, Index column) const { return values_[row * columns_ + column]; }
  double mass_along_row(Pixel pixel, double x, double origin, Index origin_column) const;
  RowIntegrals along_row(Pixel pixel, double x, double origin, Index origin_column) const;

  DomainIndex domain_;
  Point low_;
  Point pixel_;  // its width and height
  Index rows_;
  Index columns_;
  std::vector<double> values_;  // of ρ
  std::vector<double> before_;  // ∫ρ along the row up to each pixel's left side
};

}  // namespace brenier
