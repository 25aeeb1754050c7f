// A density that is constant on each pixel of a grid.
#pragma once

#include <vector>

#include "brenier/plane/density/grid.hpp"
#include "brenier/plane/density/row_integrals.hpp"

namespace brenier {

/// ρ is proportional to values[row · columns + column] on the pixels of a grid over a box, row 0 at
/// the bottom. Values are 0 or more, not all of them 0.
///
/// Fluxes are those of the fields whose first component is ∫ρ, ∫ρ·(s - o.x), … from the origin's x
/// to the point along its row, and whose second is 0. Mass comes from sums along the rows that are
/// formed once, so that a segment costs as much as it crosses pixels. Such sums would leave few
/// digits of the moments of a small cell; they are summed up anew from the origin, and cost as much
/// as there are pixels between it and the segment.
class Raster {
 public:
  Raster(const Box& box, std::vector<double> values, Index columns);

  const DomainIndex& domain() const { return grid_.domain(); }

  double mass(Point a, Point b, Point origin) const;
  Moments moments(Point a, Point b, Point origin) const;
  double line_integral(Point a, Point b) const;

 private:
  using Pixel = Grid::Tile;

  double value(Index row, Index column) const { return values_[row * grid_.columns() + column]; }
  double mass_along_row(Pixel pixel, double x, double origin, Index origin_column) const;
  /// From the origin to x to its right.
  RowIntegrals along_row(Pixel pixel, double x, double origin, Index origin_column) const;

  Grid grid_;
  std::vector<double> values_;  // of ρ
  std::vector<double> before_;  // ∫ρ along the row up to each pixel's left side
};

}  // namespace brenier
