#include "brenier/space/measure/measure_cells.hpp"

#include "brenier/in_order.hpp"

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
  CellMeasures result;
  result.masses.resize(triangulation.site_count());
  // By Euler's formula, no more than there are edges; memory that is not written costs nothing.
  result.facets.reserve(triangulation.tetrahedra().size() + triangulation.site_count() +
                        RegularTriangulation::kGuards + 1);
  use_in_order(
      workers, surfaces.block_count(),
      [&](Index block) {
        std::vector<Part> parts;
        surfaces.for_each_facet(block, [&](const FacetPolygon& facet) {
          const Point at = facet.polygon[0];
          const auto height = [&](Index site) {
            return dot(facet.normal, at - surfaces.local_origin(site));
          };
          parts.push_back(
              {facet.i, facet.j, 0.5 * density * facet.area / norm(sites[facet.j] - sites[facet.i]),
               facet.area * height(facet.i) / 3.0, -facet.area * height(facet.j) / 3.0});
        });
        return parts;
      },
      [&](const std::vector<Part>& parts) {
        for (const Part& part : parts) {
          result.masses[part.i] += part.volume_of_i;
          result.masses[part.j] += part.volume_of_j;
          result.facets.push_back({part.i, part.j, part.conductance});
        }
      },
      interrupt);
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

std::vector<std::array<Index, 2>> pairs_of(const CellMeasures& measures) {
  std::vector<std::array<Index, 2>> result;
  result.reserve(measures.facets.size());
  for (const Facet& f : measures.facets) result.push_back({f.i, f.j});
  return result;
}

}  // namespace brenier::space
