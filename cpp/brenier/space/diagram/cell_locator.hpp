// Whose cell is this point in?
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/triangulation/site_graph.hpp"

namespace brenier::space {

/// Walks from cell to cell, each with a lower power than the one before: a site that has not the
/// lowest power at a point has a neighbour with a lower one. The walk starts from the cell that has
/// the middle of a small box around the point.
class CellLocator {
 public:
  /// Keeps views of the triangulation, whose window this is, and of the graph, which is that of the
  /// triangulation.
  CellLocator(const RegularTriangulation& triangulation, const SiteGraph& graph, const Box& window,
              const CheckInterrupt& interrupt = {});

  /// The site of least power at each point in the window, in local coordinates.
  std::vector<Index> locate(std::span<const Point> points, int workers,
                            const CheckInterrupt& interrupt) const;

 private:
  Index walk(Point x, Index from) const;
  Index box_along(double from_low, double extent) const;
  Index box_of(Point x) const;

  const RegularTriangulation& triangulation_;
  const SiteGraph& graph_;
  Box window_;
  Index side_;                // boxes along each axis
  std::vector<Index> seeds_;  // of each box
};

}  // namespace brenier::space
