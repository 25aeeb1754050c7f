#include "brenier/space/measure/cell_moments.hpp"

#include "brenier/parallel.hpp"

namespace brenier::space {
namespace {

/// Volume, first and second moment, about the apex, of pyramids.
struct PyramidMoments {
  double volume = 0.0;
  Point first;
  double second = 0.0;

  /// Adds the pyramid over a polygon, by tetrahedra from its first vertex.
  void add(std::span<const Point> polygon, Point apex, double sign) {
    const Point a = polygon[0] - apex;
    for (std::size_t k = 2; k < polygon.size(); ++k) {
      const Point b = polygon[k - 1] - apex, c = polygon[k] - apex, sum = a + b + c;
      const double part = sign * dot(a, cross(b, c)) / 6.0;
      volume += part;
      first = first + 0.25 * part * sum;
      second +=
          0.05 * part * (squared_norm(a) + squared_norm(b) + squared_norm(c) + squared_norm(sum));
    }
  }
  void add(const PyramidMoments& other) {
    volume += other.volume;
    first = first + other.first;
    second += other.second;
  }
};

}  // namespace

CellMoments cell_moments(const CellSurfaces& surfaces, int workers,
                         const CheckInterrupt& interrupt) {
  struct Part {
    Index cell;
    PyramidMoments moments;
  };
  const Index count = surfaces.triangulation().site_count();
  std::vector<PyramidMoments> of_cells(count);
  std::vector<std::vector<Part>> parts(surfaces.block_count());
  parallel_for(
      workers, surfaces.block_count(),
      [&](Index block) {
        surfaces.for_each_facet(block, [&](const FacetPolygon& facet) {
          Part of_i{facet.i, {}}, of_j{facet.j, {}};
          of_i.moments.add(facet.polygon, surfaces.local_origin(facet.i), 1.0);
          of_j.moments.add(facet.polygon, surfaces.local_origin(facet.j), -1.0);
          parts[block].push_back(of_i);
          parts[block].push_back(of_j);
        });
      },
      interrupt);
  for (const auto& block : parts) {
    for (const Part& part : block) of_cells[part.cell].add(part.moments);
  }
  parallel_for(
      workers, static_cast<Index>(surfaces.cut_cells().size()),
      [&](Index k) {
        surfaces.for_each_piece(k, [&](const BoundaryPiece& piece) {
          of_cells[piece.cell].add(piece.polygon, surfaces.local_origin(piece.cell), 1.0);
        });
      },
      interrupt);
  CellMoments result;
  const double density = 1.0 / surfaces.domain().volume();
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  result.masses.resize(count);
  result.centroids.resize(count, {kNaN, kNaN, kNaN});
  result.second_moments.resize(count);
  for (Index k = 0; k < count; ++k) {
    const PyramidMoments& cell = of_cells[k];
    if (!(cell.volume > 0.0)) continue;
    const Point from_origin = (1.0 / cell.volume) * cell.first;
    result.masses[k] = density * cell.volume;
    result.centroids[k] = surfaces.local_origin(k) + from_origin;
    result.second_moments[k] =
        density * std::max(cell.second - cell.volume * squared_norm(from_origin), 0.0);
  }
  return result;
}

}  // namespace brenier::space
