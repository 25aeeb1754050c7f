#include "brenier/plane/problem/split_weights.hpp"
#include "brenier/plane/points/box.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/problem/settings.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"

namespace brenier {
namespace {

/// The distance of a point from a segment.
double distance(Point x, const Segment& s) { return norm(nearest_to_origin(s.a - x, s.b - x)); }

}  // namespace

std::vector<double> split_weights(std::span<const Point> points,
                                  const StandingPoints<Point>& groups,
                                  std::vector<double> weights_of_groups, const Density& density,
                                  int workers, const CheckInterrupt& interrupt) {
  const RegularTriangulation triangulation(groups.points, std::move(weights_of_groups), interrupt);
  const CellBoundaries boundaries(triangulation, domain_of(density), workers, interrupt);
  const auto count = static_cast<Index>(groups.points.size());
  const std::vector<Point> centers =
      cell_moments(boundaries, count, density, workers, interrupt).centroids;
  std::vector<double> radii(count, std::numeric_limits<double>::infinity());
  boundaries.for_each_segment([&](const Segment& s) {
    for (const Index k : {s.left, s.right}) {
      if (k != kNone) radii[k] = std::min(radii[k], distance(centers[k], s));
    }
  });
  std::vector<double> sizes(count, 0.0);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Index g = groups.standing[k];
    sizes[g] = std::max(sizes[g], norm(points[k] - groups.points[g]));
  }

  std::vector<double> weights;
  weights.reserve(points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Index g = groups.standing[k];
    weights.push_back(triangulation.weights()[g]);
    if (sizes[g] == 0.0 || !(radii[g] > 0.0) || !is_finite(centers[g])) continue;
    // By z = center + scale (y - place), w = |y|² - scale |y|² - 2 <center - scale place, y> is
    // that of the Voronoi diagram of the z; less what it is at the place.
    const Point aside = points[k] - groups.points[g];
    const double scale = SplitConstants::kPartOfDisc * radii[g] / sizes[g];
    weights.back() +=
        2.0 * dot(groups.points[g] - centers[g], aside) + (1.0 - scale) * squared_norm(aside);
  }
  return weights;
}

}  // namespace brenier
