#include "brenier/geometry/cell_locator.hpp"

#include "brenier/geometry/spatial_order.hpp"
#include "brenier/parallel.hpp"

namespace brenier {
namespace {

/// The power of site a at x less that of site b. No square of x or of a weight is formed, so large
/// common parts cancel exactly.
double power_difference(const RegularTriangulation& triangulation, Point x, Index a, Index b) {
  const Point ya = triangulation.sites()[a], yb = triangulation.sites()[b];
  const double wa = triangulation.weights()[a], wb = triangulation.weights()[b];
  return dot((x - ya) + (x - yb), yb - ya) - (wa - wb);
}

}  // namespace

Index nearest_site(const RegularTriangulation& triangulation, Point x) {
  Index best = triangulation.some_visible_site();
  for (Index k = 0; k < static_cast<Index>(triangulation.sites().size()); ++k) {
    if (!triangulation.is_hidden(k) && power_difference(triangulation, x, k, best) < 0.0) best = k;
  }
  return best;
}

CellLocator::CellLocator(const RegularTriangulation& triangulation)
    : triangulation_(&triangulation), neighbor_begin_(triangulation.sites().size() + 1, 0) {
  triangulation.for_each_edge([&](const TriangulationEdge& edge) {
    ++neighbor_begin_[edge.i + 1];
    ++neighbor_begin_[edge.j + 1];
  });
  for (std::size_t k = 1; k < neighbor_begin_.size(); ++k) {
    neighbor_begin_[k] += neighbor_begin_[k - 1];
  }
  neighbors_.resize(neighbor_begin_.back());
  std::vector<Index> at(neighbor_begin_.begin(), neighbor_begin_.end() - 1);
  triangulation.for_each_edge([&](const TriangulationEdge& edge) {
    neighbors_[at[edge.i]++] = edge.j;
    neighbors_[at[edge.j]++] = edge.i;
  });
}

Index CellLocator::walk(Point x, Index start) const {
  // Rounding could send the walk in a circle of sites whose powers agree to the last bits: each step
  // must gain on the site where the walk stands, and the number of steps is bounded.
  Index here = start;
  for (std::size_t step = 0; step < triangulation_->sites().size(); ++step) {
    Index best = here;
    double least = 0.0;
    for (Index at = neighbor_begin_[here]; at < neighbor_begin_[here + 1]; ++at) {
      const double gain = power_difference(*triangulation_, x, neighbors_[at], here);
      if (gain < least) {
        least = gain;
        best = neighbors_[at];
      }
    }
    if (best == here) return here;
    here = best;
  }
  return here;
}

std::vector<Index> CellLocator::locate(std::span<const Point> points, int workers) const {
  const std::vector<Index> order = spatial_order(points);
  std::vector<Index> result(points.size());
  // Blocks of a fixed length, so that the walks do not depend on the number of workers.
  constexpr Index kBlock = 4096;
  const Index count = static_cast<Index>(points.size());
  parallel_for(workers, (count + kBlock - 1) / kBlock, [&](Index block) {
    Index here = triangulation_->some_visible_site();
    const Index end = std::min(count, (block + 1) * kBlock);
    for (Index k = block * kBlock; k < end; ++k) {
      here = walk(points[order[k]], here);
      result[order[k]] = here;
    }
  });
  return result;
}

}  // namespace brenier
