// Triangles whose vertices have been moved, so that some may be folded over others.
#pragma once

#include <cstdint>
#include <vector>

#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "inputs/random.hpp"
#include "oracles/triangles.hpp"

namespace brenier::testing {

/// A Delaunay triangulation of random points, all of which are then moved by up to `distance`.
struct Moved {
  std::vector<Triangle> triangles;
  std::vector<Corners> corners;

  Moved(int count, double distance, std::uint64_t seed) {
    Random random(seed);
    std::vector<Point> points = random.points(count);
    triangles = RegularTriangulation(points, std::vector<double>(points.size(), 0.0)).triangles();
    for (Point& p : points) p = p + random.point(-distance, distance);
    for (const Triangle& t : triangles) corners.push_back(corners_of(t, points));
  }
};

}  // namespace brenier::testing
