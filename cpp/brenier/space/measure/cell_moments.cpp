#include "brenier/space/measure/cell_moments.hpp"

#include "brenier/parallel.hpp"

namespace brenier::space {

CellMoments moments_about_centroids(std::span<const PyramidMoments> cells,
                                    std::span<const Point> origins, double density) {
  const std::size_t count = cells.size();
  CellMoments result{std::vector<double>(count), std::vector<Point>(count, nowhere<Point>()),
                     std::vector<double>(count)};
  for (std::size_t k = 0; k < count; ++k) {
    const PyramidMoments& cell = cells[k];
    if (!(cell.volume > 0.0)) continue;
    const Point from_origin = (1.0 / cell.volume) * cell.first;
    result.masses[k] = density * cell.volume;
    result.centroids[k] = origins[k] + from_origin;
    result.second_moments[k] =
        density * std::max(cell.second - cell.volume * squared_norm(from_origin), 0.0);
  }
  return result;
}

CellMoments cell_moments(const CellSurfaces& surfaces, int workers,
                         const CheckInterrupt& interrupt) {
  const Index count = surfaces.triangulation().site_count();
  const auto second_origin = [&](const FacetPolygon& f) { return surfaces.local_origin(f.j); };
  std::vector<PyramidMoments> of_cells =
      moments_over_facets(surfaces, count, second_origin, workers, interrupt);
  parallel_for(
      workers, static_cast<Index>(surfaces.cut_cells().size()),
      [&](Index k) {
        surfaces.for_each_piece(k, [&](const BoundaryPiece& piece) {
          of_cells[piece.cell].add(piece.polygon, surfaces.local_origin(piece.cell), 1.0);
        });
      },
      interrupt);
  std::vector<Point> origins;
  origins.reserve(count);
  for (Index k = 0; k < count; ++k) origins.push_back(surfaces.local_origin(k));
  return moments_about_centroids(of_cells, origins, 1.0 / surfaces.domain().volume());
}

}  // namespace brenier::space
