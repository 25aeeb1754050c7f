// Blocks of neighbouring sites that are all hidden.
#pragma once

#include <span>
#include <vector>

#include "brenier/space/measure/cell_repair.hpp"

namespace brenier::space {

/// Of hidden cells that have been raised, each as if it were the only one, those that lie together:
/// several that follow one another in the order of the sites, which is spatial. They are in each
/// other's way. The cells come in the order of their sites.
std::vector<RaisedCell> in_blocks(std::span<const RaisedCell> raised);

/// Gives sites in blocks weights that continue those of the cells around: with these as fewer sites
/// that stand for all, `prolonged(points, near)` are the weights of points that are near cells.
template <class Prolonged>
void fill_blocks(std::vector<double>& weights, std::span<const Point> sites,
                 std::span<const RaisedCell> blocks, Prolonged&& prolonged) {
  std::vector<Point> points;
  std::vector<Index> near;
  for (const RaisedCell& cell : blocks) {
    points.push_back(sites[cell.site]);
    near.push_back(cell.neighbor);
  }
  const std::vector<double> of_points = prolonged(points, near);
  for (std::size_t k = 0; k < blocks.size(); ++k) weights[blocks[k].site] = of_points[k];
}

}  // namespace brenier::space
