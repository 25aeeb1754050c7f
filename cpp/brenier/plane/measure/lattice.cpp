#include "brenier/plane/measure/lattice.hpp"

#include "brenier/plane/measure/integrate.hpp"

namespace brenier {

std::vector<Point> Lattice::centers() const {
  std::vector<Point> result;
  result.reserve(static_cast<std::size_t>(rows) * columns);
  for (Index row = 0; row < rows; ++row) {
    for (Index column = 0; column < columns; ++column) {
      result.push_back(corner + (column + 0.5) * along + (row + 0.5) * across);
    }
  }
  return result;
}

std::vector<double> cell_masses(const Lattice& lattice, const Density& density, int workers,
                                const CheckInterrupt& interrupt) {
  // Every other row is moved a little: four sites on a circle would each cost exact decisions.
  constexpr double kMove = 1e-4;
  std::vector<Point> sites = lattice.centers();
  for (std::size_t k = 0; k < sites.size(); ++k) {
    if (k / lattice.columns % 2 == 1) sites[k] = sites[k] + kMove * lattice.along;
  }
  const RegularTriangulation triangulation(sites, std::vector<double>(sites.size(), 0.0),
                                           interrupt);
  const CellBoundaries boundaries(triangulation, domain_of(density), workers, interrupt);
  return measure_cells(boundaries, sites, density, workers, interrupt).masses;
}

}  // namespace brenier
