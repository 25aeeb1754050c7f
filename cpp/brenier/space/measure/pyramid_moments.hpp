// Volumes and moments by pyramids over polygons.
#pragma once

#include <span>

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

}  // namespace brenier::space
