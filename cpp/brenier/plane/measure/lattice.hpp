// The masses of equal cells in rows and columns: what a density looks like from afar.
#pragma once

#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/density.hpp"

namespace brenier {

/// Rectangular cells in rows and columns, in any direction: `along` is the side that leads from a
/// cell to the next in its row, `across` that to the next row, at a right angle to it.
struct Lattice {
  Point corner;  // the first one of the first cell
  Point along;
  Point across;
  Index columns;
  Index rows;

  /// The middles of the cells, row by row.
  std::vector<Point> centers() const;
};

/// The masses of the cells, row by row: of the Voronoi cells of their middles. Those at the rim
/// reach to the domain's boundary.
std::vector<double> cell_masses(const Lattice& lattice, const Density& density, int workers = 1,
                                const CheckInterrupt& interrupt = {});

}  // namespace brenier
