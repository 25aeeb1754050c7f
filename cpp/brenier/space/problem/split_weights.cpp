#include "brenier/space/problem/split_weights.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "brenier/space/measure/cell_moments.hpp"
#include "brenier/space/problem/settings.hpp"

namespace brenier::space {
namespace {

/// Of the largest balls around the centres that are in the cells.
std::vector<double> radii_around(std::span<const Point> centers, const CellSurfaces& surfaces,
                                 const CheckInterrupt& interrupt) {
  std::vector<double> result(centers.size(), std::numeric_limits<double>::infinity());
  const auto take = [&](Index cell, double height) {
    result[cell] = std::min(result[cell], height);
  };
  for (Index block = 0; block < surfaces.block_count(); ++block) {
    check(interrupt);
    surfaces.for_each_facet(block, [&](const FacetPolygon& facet) {
      const Point at = facet.polygon[0];
      take(facet.i, dot(facet.normal, at - centers[facet.i]));
      take(facet.j, -dot(facet.normal, at - centers[facet.j]));
    });
  }
  for (Index k = 0; k < static_cast<Index>(surfaces.cut_cells().size()); ++k) {
    surfaces.for_each_piece(k, [&](const BoundaryPiece& piece) {
      take(piece.cell, dot(piece.normal, piece.polygon[0] - centers[piece.cell]));
    });
  }
  return result;
}

}  // namespace

std::vector<double> split_weights(std::span<const Point> points,
                                  const StandingPoints<Point>& groups,
                                  std::vector<double> weights_of_groups,
                                  const ConvexPolyhedron& domain, int workers,
                                  const CheckInterrupt& interrupt) {
  const OrderedSites sites(groups.points);
  const RegularTriangulation triangulation(sites, std::move(weights_of_groups), domain.bounds(),
                                           workers, interrupt);
  const CellSurfaces surfaces(triangulation, domain, workers, interrupt);
  const std::vector<Point> centers = cell_moments(surfaces, workers, interrupt).centroids;
  const std::vector<double> radii = radii_around(centers, surfaces, interrupt);
  std::vector<double> sizes(groups.points.size(), 0.0);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Index g = groups.standing[k];
    sizes[g] = std::max(sizes[g], norm(points[k] - groups.points[g]));
  }
  std::vector<double> weights;
  weights.reserve(points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Index g = groups.standing[k];
    weights.push_back(triangulation.weights()[g]);
    if (sizes[g] == 0.0 || !(radii[g] > 0.0 && std::isfinite(radii[g]))) continue;
    // By z = center + scale (y - place), w = |y|² - scale |y|² - 2 <center - scale place, y> is
    // that of the Voronoi diagram of the z; less what it is at the place.
    const Point aside = points[k] - groups.points[g];
    const double scale = SplitConstants::kPartOfBall * radii[g] / sizes[g];
    weights.back() +=
        2.0 * dot(groups.points[g] - centers[g], aside) + (1.0 - scale) * squared_norm(aside);
  }
  return weights;
}

}  // namespace brenier::space
