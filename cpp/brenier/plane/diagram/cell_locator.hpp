// Whose cell does a point lie in? The site of least power |x - y|² - w.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "brenier/uninitialized.hpp"

namespace brenier {

/// The visible site of least power, by trying all of them.
Index nearest_site(const RegularTriangulation& triangulation, Point x);

/// Answers many queries by walking from site to neighbouring site while the power falls: it is
/// convex along the triangulation, so the walk ends at the least. Queries are taken in spatial
/// order, each starting from the answer before, so a walk takes O(1) steps on average.
///
/// Keeps a view of the triangulation, which has to live as long.
class CellLocator {
 public:
  explicit CellLocator(const RegularTriangulation& triangulation);

  /// The site whose cell holds each point, in the order of the points; the same for any number of
  /// workers and whatever the other points: decided exactly, for the lowest site where powers are
  /// equal.
  std::vector<Index> locate(std::span<const Point> points, int workers = 1,
                            const CheckInterrupt& interrupt = {}) const;

 private:
  /// The site of least power among a few, for a start.
  Index jump(Point x) const;
  /// More than the rounding error of any difference of two powers at x.
  double rounding(Point x) const;
  Index walk(Point x, Index start) const;
  /// The sign of the difference of the powers of sites a and b, exactly.
  int compare(Point x, Index a, Index b) const;
  /// From where rounded powers have led to, the site of least power, exactly; the lowest of
  /// several.
  Index settle(Point x, Index site) const;
  /// The lowest of the sites that have the same power as this one, which has the least.
  Index lowest_tied(Point x, Index site) const;

  const RegularTriangulation* triangulation_;
  double largest_coordinate_ = 0.0;
  double largest_weight_ = 0.0;
  std::vector<Index> neighbor_begin_;
  UninitializedVector<Index> neighbors_;
};

}  // namespace brenier
