// The conjugate of the potential of a torus: linear on tetrahedra between copies of the sites.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/periodic/torus_cells.hpp"
#include "brenier/space/triangulation/hull_triangulation.hpp"

namespace brenier::space {

/// The regular triangulation of all copies of the sites, as far as it meets the box.
///
/// A point y of the box is in a tetrahedron of copies, whose cells have a vertex x in common. Along
/// each axis x is no farther from each of them than its cell reaches, and so no farther from y than
/// the farthest: copies within a cell's own reach and the longest of all from the box are enough.
class TorusConjugate {
 public:
  /// Of sites in the box with their weights, from their cells.
  TorusConjugate(const TorusCells& cells, std::span<const Point> sites,
                 std::span<const double> weights, const CheckInterrupt& interrupt = {});

  Index copy_count() const { return static_cast<Index>(sites_.size()); }
  Index site(Index copy) const { return sites_[copy]; }
  Point point(Index copy) const { return ordered_->points[copy]; }
  /// At points of the box, from a value for each copy.
  std::vector<double> interpolated(std::span<const double> values, std::span<const Point> at,
                                   int workers, const CheckInterrupt& interrupt) const;

 private:
  std::vector<Index> sites_;  // of each copy
  std::optional<const OrderedSites> ordered_;
  std::optional<const HullTriangulation> hull_;
};

}  // namespace brenier::space
