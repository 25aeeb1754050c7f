#include "brenier/space/periodic/torus_measures.hpp"

#include "brenier/in_order.hpp"

namespace brenier::space {

CellMeasures measure_cells(const TorusSurfaces& surfaces, int workers,
                           const CheckInterrupt& interrupt) {
  struct Part {
    Index i, j;
    double conductance, volume_of_i, volume_of_j;
  };
  const SiteCopies& copies = surfaces.triangulation().copies();
  const Torus& torus = surfaces.triangulation().torus();
  const double density = 1.0 / torus.volume();
  CellMeasures result;
  result.masses.resize(copies.site_count());
  // On a torus there are as many edges as sites and tetrahedra together, by Euler's formula, and a
  // facet to each at most; memory that is not written costs nothing.
  result.facets.reserve(copies.site_count() + surfaces.triangulation().size());
  use_in_order(
      workers, surfaces.block_count(),
      [&](Index block) {
        std::vector<Part> parts;
        surfaces.for_each_facet(block, [&](const TorusFacet& facet) {
          const Point at = facet.polygon[0];
          const double height_of_i = dot(facet.normal, at - surfaces.local_origin(facet.i));
          const double height_of_j =
              dot(facet.normal, torus.shifted(surfaces.local_origin(facet.j), facet.shift) - at);
          const Point neighbor = torus.shifted(copies.points()[facet.j], facet.shift);
          const double distance = norm(neighbor - copies.points()[facet.i]);
          parts.push_back({facet.i, facet.j, 0.5 * density * facet.area / distance,
                           facet.area * height_of_i / 3.0, facet.area * height_of_j / 3.0});
        });
        return parts;
      },
      [&](const std::vector<Part>& parts) {
        for (const Part& part : parts) {
          result.masses[part.i] += part.volume_of_i;
          result.masses[part.j] += part.volume_of_j;
          if (part.i != part.j) result.facets.push_back({part.i, part.j, part.conductance});
        }
      },
      interrupt);
  for (double& mass : result.masses) mass = std::max(mass * density, 0.0);
  return result;
}

CellMoments cell_moments(const TorusSurfaces& surfaces, int workers,
                         const CheckInterrupt& interrupt) {
  const Torus& torus = surfaces.triangulation().torus();
  const Index count = surfaces.triangulation().copies().site_count();
  const auto second_origin = [&](const TorusFacet& facet) {
    return torus.shifted(surfaces.local_origin(facet.j), facet.shift);
  };
  const std::vector<PyramidMoments> of_cells =
      moments_over_facets(surfaces, count, second_origin, workers, interrupt);
  std::vector<Point> origins;
  origins.reserve(count);
  for (Index k = 0; k < count; ++k) origins.push_back(surfaces.local_origin(k));
  return moments_about_centroids(of_cells, origins, 1.0 / torus.volume());
}

}  // namespace brenier::space
