#include "brenier/space/measure/measure_cells.hpp"

#include "brenier/parallel.hpp"

namespace brenier::space {

CellMeasures measure_cells(const CellSurfaces& surfaces, int workers,
                           const CheckInterrupt& interrupt) {
  struct Part {
    Index i, j;
    double conductance, volume_of_i, volume_of_j;
  };
  const RegularTriangulation& triangulation = surfaces.triangulation();
  const std::vector<Point>& sites = triangulation.sites();
  const double density = 1.0 / surfaces.domain().volume();
  std::vector<std::vector<Part>> parts(surfaces.block_count());
  parallel_for(
      workers, surfaces.block_count(),
      [&](Index block) {
        surfaces.for_each_facet(block, [&](const FacetPolygon& facet) {
          const Point at = facet.polygon[0];
          const auto height = [&](Index site) {
            return dot(facet.normal, at - surfaces.local_origin(site));
          };
          parts[block].push_back(
              {facet.i, facet.j, 0.5 * density * facet.area / norm(sites[facet.j] - sites[facet.i]),
               facet.area * height(facet.i) / 3.0, -facet.area * height(facet.j) / 3.0});
        });
      },
      interrupt);
  CellMeasures result;
  result.masses.resize(triangulation.site_count());
  std::size_t facet_count = 0;
  for (const auto& block : parts) facet_count += block.size();
  result.facets.reserve(facet_count);
  for (auto& block : parts) {
    for (const Part& part : block) {
      result.masses[part.i] += part.volume_of_i;
      result.masses[part.j] += part.volume_of_j;
      result.facets.push_back({part.i, part.j, part.conductance});
    }
    block = {};
  }
  parallel_for(
      workers, static_cast<Index>(surfaces.cut_cells().size()),
      [&](Index k) {
        surfaces.for_each_piece(k, [&](const BoundaryPiece& piece) {
          const double height =
              dot(piece.normal, piece.polygon[0] - surfaces.local_origin(piece.cell));
          result.masses[piece.cell] += piece.area * height / 3.0;
        });
      },
      interrupt);
  for (double& mass : result.masses) mass = std::max(mass * density, 0.0);
  return result;
}

}  // namespace brenier::space
