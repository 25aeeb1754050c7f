// Volumes and moments by pyramids over polygons.
#pragma once

#include <span>
#include <vector>

#include "brenier/in_order.hpp"
#include "brenier/interrupt.hpp"
#include "brenier/space/points/point.hpp"

namespace brenier::space {

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

/// Of each cell, about its local origin: the pyramids over its facets, which `surfaces` has, once
/// each. `second_origin` is the origin of the cell behind a facet, as seen from where that is.
template <class Surfaces, class SecondOrigin>
std::vector<PyramidMoments> moments_over_facets(const Surfaces& surfaces, Index cell_count,
                                                const SecondOrigin& second_origin, int workers,
                                                const CheckInterrupt& interrupt) {
  struct Part {
    Index cell;
    PyramidMoments moments;
  };
  std::vector<PyramidMoments> result(cell_count);
  use_in_order(
      workers, surfaces.block_count(),
      [&](Index block) {
        std::vector<Part> parts;
        surfaces.for_each_facet(block, [&](const auto& facet) {
          Part of_i{facet.i, {}}, of_j{facet.j, {}};
          of_i.moments.add(facet.polygon, surfaces.local_origin(facet.i), 1.0);
          of_j.moments.add(facet.polygon, second_origin(facet), -1.0);
          parts.push_back(of_i);
          parts.push_back(of_j);
        });
        return parts;
      },
      [&](const std::vector<Part>& parts) {
        for (const Part& part : parts) result[part.cell].add(part.moments);
      },
      interrupt);
  return result;
}

}  // namespace brenier::space
