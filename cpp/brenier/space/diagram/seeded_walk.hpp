// Whose cell is this point in? A walk from cell to cell.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/parallel.hpp"
#include "brenier/space/triangulation/site_graph.hpp"

namespace brenier::space {

/// Walks from cell to cell, each with a lower power than the one before: a site that has not the
/// lowest power at a point has a neighbour with a lower one. The walk starts from the cell that has
/// the middle of a small box around the point. `power(site, first, x)` says what is lowest in a
/// cell, less anything that is the same for all sites at x, such as the power of the first, from
/// which the walk starts.
template <class Power>
class SeededWalk {
 public:
  /// Keeps a view of the graph, which has so many sites; `some_site` has a cell.
  SeededWalk(Power power, const SiteGraph& graph, Index site_count, Index some_site,
             const Box& window, const CheckInterrupt& interrupt)
      : power_(std::move(power)),
        graph_(graph),
        window_(window),
        side_(1 + static_cast<Index>(std::cbrt(site_count / static_cast<double>(kSitesPerBox)))) {
    // From box to box, to and fro, so that each is next to the one before.
    Index last = some_site;
    seeds_.resize(static_cast<std::size_t>(side_) * side_ * side_);
    const Point step = (1.0 / side_) * (window.high - window.low);
    OccasionalCheck check_now_and_then(interrupt);
    for (Index a = 0; a < side_; ++a) {
      for (Index b = 0; b < side_; ++b) {
        const Index j = a % 2 == 0 ? b : side_ - 1 - b;
        for (Index c = 0; c < side_; ++c) {
          check_now_and_then();
          const Index k = (a + b) % 2 == 0 ? c : side_ - 1 - c;
          const Point middle =
              window.low + Point{(a + 0.5) * step.x, (j + 0.5) * step.y, (k + 0.5) * step.z};
          last = walk(middle, last);
          seeds_[(static_cast<std::size_t>(a) * side_ + j) * side_ + k] = last;
        }
      }
    }
  }

  /// The site of least power at each point in the window.
  std::vector<Index> locate(std::span<const Point> points, int workers,
                            const CheckInterrupt& interrupt) const {
    constexpr Index kBlock = 1024;
    const Index count = static_cast<Index>(points.size());
    std::vector<Index> result(count);
    parallel_for(
        workers, (count + kBlock - 1) / kBlock,
        [&](Index block) {
          for (Index k = block * kBlock; k < std::min((block + 1) * kBlock, count); ++k) {
            result[k] = walk(points[k], seeds_[box_of(points[k])]);
          }
        },
        interrupt);
    return result;
  }

 private:
  static constexpr Index kSitesPerBox = 2;

  Index walk(Point x, Index from) const {
    const Index first = from;
    double least = power_(first, first, x);
    while (true) {
      Index next = from;
      for (const Index j : graph_.neighbors(from)) {
        const double here = power_(j, first, x);
        if (here < least) {
          least = here;
          next = j;
        }
      }
      if (next == from) return from;
      from = next;
    }
  }
  Index box_along(double from_low, double extent) const {
    return std::clamp(static_cast<Index>(from_low / extent * side_), 0, side_ - 1);
  }
  std::size_t box_of(Point x) const {
    const Point from = x - window_.low, extent = window_.high - window_.low;
    return (static_cast<std::size_t>(box_along(from.x, extent.x)) * side_ +
            box_along(from.y, extent.y)) *
               side_ +
           box_along(from.z, extent.z);
  }

  Power power_;
  const SiteGraph& graph_;
  Box window_;
  Index side_;                // boxes along each axis
  std::vector<Index> seeds_;  // of each box
};

}  // namespace brenier::space
