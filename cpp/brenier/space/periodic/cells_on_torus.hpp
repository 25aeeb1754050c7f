// Cells on a torus, as they are asked for by whoever walks from one to the next.
#pragma once

#include <array>
#include <span>

#include "brenier/space/domain/convex_polyhedron.hpp"
#include "brenier/space/periodic/torus_triangulation.hpp"
#include "brenier/space/points/nearest_copy.hpp"

namespace brenier::space {

/// The answers of `CellsInDomain` on a torus, where sites have copies. The cell of a site lies in
/// the box about it: beyond, a copy is nearer.
class CellsOnTorus {
 public:
  /// Keeps views of both.
  CellsOnTorus(const TorusTriangulation& triangulation, std::span<const double> weights)
      : triangulation_(triangulation), weights_(weights), nearest_(triangulation.torus()) {}

  Index site_count() const { return triangulation_.copies().site_count(); }
  Index size() const { return triangulation_.size(); }
  Index tetrahedron_of(Index site) const {
    const Index corner = triangulation_.corner_of(site);
    return corner == kNone ? kNone : corner / 4;
  }
  std::array<Index, 4> corners(Index t) const {
    return {triangulation_.site(t, 0), triangulation_.site(t, 1), triangulation_.site(t, 2),
            triangulation_.site(t, 3)};
  }
  Index neighbor(Index t, int corner) const { return triangulation_[t].links[corner].neighbor; }
  Point center(Index t, Point near) const { return nearest_(triangulation_.center(t, {}), near); }

  WeightedPoint site(Index k) const { return {triangulation_.copies().points()[k], weights_[k]}; }
  WeightedPoint nearest(Index k, Point to) const {
    return {nearest_(triangulation_.copies().points()[k], to), weights_[k]};
  }
  ConvexPolyhedron domain_of(Index site) const {
    const Point middle = this->site(site).point, half = 0.5 * triangulation_.torus().period();
    Surface box = box_surface(middle - half, middle + half);
    return {std::move(box.vertices), std::move(box.faces)};
  }
  double volume() const { return triangulation_.torus().volume(); }

 private:
  const TorusTriangulation& triangulation_;
  std::span<const double> weights_;
  NearestCopy nearest_;
};

}  // namespace brenier::space
