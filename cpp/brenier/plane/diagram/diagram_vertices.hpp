// The vertices of the power diagram as places that neighbours share, and exact answers about where
// they truly lie.
#pragma once

#include "brenier/interrupt.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "brenier/plane/triangulation/weighted_point.hpp"
#include "brenier/uninitialized.hpp"

namespace brenier {

/// The power centres of a triangulation's triangles, rounded to the nearest point that doubles can
/// tell, and questions about the true ones, which are rational numbers.
///
/// Keeps a view of the triangulation, which has to live as long.
class DiagramVertices {
 public:
  explicit DiagramVertices(const RegularTriangulation& triangulation, int workers = 1,
                           const CheckInterrupt& interrupt = {});

  Point operator[](Index triangle) const { return points_[triangle]; }
  /// More than the rounding error of either coordinate.
  double error(Index triangle) const;

  /// Does the true vertex lie to the left (+1) of the directed line p → q, to the right (-1) or on
  /// it (0)? Exactly.
  int side(Index triangle, Point p, Point q) const;
  /// The sign of the true vertex's x less the given one, exactly.
  int compare_x(Index triangle, double x) const;
  /// Is the true vertex the point p? Exactly.
  bool is_at(Index triangle, Point p) const;
  /// Have the two triangles of an edge the same true vertex, so that its facet is a point? Exactly.
  bool coincide(const TriangulationEdge& edge) const;

 private:
  Point rounded(Index triangle) const;
  std::array<WeightedPoint, 3> sites_of(Index triangle) const;
  WeightedPoint site(Index k) const {
    return {triangulation_->sites()[k], triangulation_->weights()[k]};
  }

  const RegularTriangulation* triangulation_;
  UninitializedVector<Point> points_;
};

}  // namespace brenier
