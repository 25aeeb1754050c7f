// A density that is bilinear between the nodes of a grid.
#pragma once

#include <vector>

#include "brenier/plane/density/grid.hpp"
#include "brenier/plane/density/moments.hpp"

namespace brenier {

/// ρ is proportional to values[row · columns + column] at the nodes of a grid, row 0 at the bottom,
/// whose corners are those of a box, and bilinear on the patches between them. There are two rows
/// and two columns at least; values are 0 or more, not all of them 0.
///
/// The fields of which fluxes are taken are Raster's, and so is the cost. On a patch, ρ along a row
/// is linear between its values on the sides, and these are linear in y: so masses come from sums
/// along the rows of nodes, mixed in the proportion of the height.
class Bilinear {
 public:
  Bilinear(const Box& box, std::vector<double> values, Index columns);

  const DomainIndex& domain() const { return grid_.domain(); }

  double mass(Point a, Point b, Point origin) const;
  Moments moments(Point a, Point b, Point origin) const;
  double line_integral(Point a, Point b) const;

 private:
  using Patch = Grid::Tile;
  struct Node {
    double rho;
    double before;  // ∫ρ along the row up to the node
  };

  const Node* row_of_nodes(Index row) const {
    return nodes_.data() + static_cast<std::ptrdiff_t>(row) * (grid_.columns() + 1);
  }
  /// Where in its patch, from 0 to 1, a point is: one on a side may be beyond by a rounding error.
  double place_in_column(Index column, double x) const {
    return (x - grid_.left_of(column)) * patches_per_length_.x;
  }
  double place_in_row(Index row, double y) const {
    return (y - grid_.bottom_of(row)) * patches_per_length_.y;
  }

  Grid grid_;
  Point patches_per_length_;
  std::vector<Node> nodes_;
};

}  // namespace brenier
