#include "brenier/plane/diagram/cell_locator.hpp"

#include <array>
#include <unordered_set>

#include "brenier/parallel.hpp"
#include "brenier/plane/points/spatial_order.hpp"
#include "brenier/plane/triangulation/power_test.hpp"

namespace brenier {
namespace {

WeightedPoint site(const RegularTriangulation& triangulation, Index k) {
  return {triangulation.sites()[k], triangulation.weights()[k]};
}

double power_difference(const RegularTriangulation& triangulation, Point x, Index a, Index b) {
  return power_difference(x, site(triangulation, a), site(triangulation, b));
}

}  // namespace

Index nearest_site(const RegularTriangulation& triangulation, Point x) {
  Index best = triangulation.some_visible_site();
  for (Index k = 0; k < static_cast<Index>(triangulation.sites().size()); ++k) {
    if (triangulation.is_hidden(k)) continue;
    if (power_comparison(x, site(triangulation, k), site(triangulation, best)) < 0) best = k;
  }
  return best;
}

CellLocator::CellLocator(const RegularTriangulation& triangulation)
    : triangulation_(&triangulation), neighbor_begin_(triangulation.sites().size() + 1, 0) {
  const auto for_each_neighbor = [&](auto&& visit) {
    // Each triangle tells each of its vertices of the next, so all pairs are told both ways but for
    // those on the convex hull.
    for (const Triangle& triangle : triangulation.triangles()) {
      const auto& [a, b, c] = triangle.vertices;
      visit(a, b);
      visit(b, c);
      visit(c, a);
      if (triangle.neighbors[0] == kNone) visit(c, b);
      if (triangle.neighbors[1] == kNone) visit(a, c);
      if (triangle.neighbors[2] == kNone) visit(b, a);
    }
    if (!triangulation.triangles().empty()) return;
    triangulation.for_each_edge([&](const TriangulationEdge& edge) {
      visit(edge.i, edge.j);
      visit(edge.j, edge.i);
    });
  };
  for_each_neighbor([&](Index site, Index) { ++neighbor_begin_[site + 1]; });
  for (std::size_t k = 1; k < neighbor_begin_.size(); ++k) {
    neighbor_begin_[k] += neighbor_begin_[k - 1];
  }
  for (const Point y : triangulation.sites()) {
    largest_coordinate_ = std::max({largest_coordinate_, std::abs(y.x), std::abs(y.y)});
  }
  for (const double w : triangulation.weights()) {
    largest_weight_ = std::max(largest_weight_, std::abs(w));
  }
  neighbors_.resize(neighbor_begin_.back());
  std::vector<Index> at(neighbor_begin_.begin(), neighbor_begin_.end() - 1);
  for_each_neighbor([&](Index site, Index neighbor) { neighbors_[at[site]++] = neighbor; });
}

Index CellLocator::jump(Point x) const {
  constexpr Index kSample = 256;
  const Index count = static_cast<Index>(triangulation_->sites().size());
  Index best = triangulation_->some_visible_site();
  for (Index k = 0; k < count; k += count / kSample + 1) {
    if (!triangulation_->is_hidden(k) && power_difference(*triangulation_, x, k, best) < 0.0) {
      best = k;
    }
  }
  return best;
}

double CellLocator::rounding(Point x) const {
  // As in power_comparison, with the largest that its terms can be.
  const double reach = std::max(std::abs(x.x), std::abs(x.y)) + largest_coordinate_;
  return 4.0 * std::numeric_limits<double>::epsilon() *
             (8.0 * reach * largest_coordinate_ + 2.0 * largest_weight_) +
         1e-300;
}

Index CellLocator::walk(Point x, Index start) const {
  // Rounding could send the walk in a circle of sites whose powers agree to the last bits: each
  // step must gain on the site where the walk stands, and the number of steps is bounded.
  const double close = rounding(x);
  Index here = start;
  for (std::size_t step = 0; step < triangulation_->sites().size(); ++step) {
    Index best = here;
    double least = std::numeric_limits<double>::infinity();
    for (Index at = neighbor_begin_[here]; at < neighbor_begin_[here + 1]; ++at) {
      const Index neighbor = neighbors_[at];
      const double gain = power_difference(*triangulation_, x, neighbor, here);
      best = gain < least ? neighbor : best;
      least = std::min(gain, least);
    }
    if (least > close) return here;
    if (!(least < 0.0)) break;
    here = best;
  }
  return settle(x, here);
}

int CellLocator::compare(Point x, Index a, Index b) const {
  return power_comparison(x, site(*triangulation_, a), site(*triangulation_, b));
}

Index CellLocator::settle(Point x, Index site) const {
  for (Index here = site;;) {
    Index better = kNone;
    bool is_tied = false;
    for (Index at = neighbor_begin_[here]; at < neighbor_begin_[here + 1] && better == kNone;
         ++at) {
      const int sign = compare(x, neighbors_[at], here);
      if (sign < 0) better = neighbors_[at];
      is_tied |= sign == 0;
    }
    if (better == kNone) return is_tied ? lowest_tied(x, here) : here;
    here = better;
  }
}

Index CellLocator::lowest_tied(Point x, Index site) const {
  std::vector<Index> tied{site};
  std::unordered_set<Index> seen{site};
  for (std::size_t k = 0; k < tied.size(); ++k) {
    for (Index at = neighbor_begin_[tied[k]]; at < neighbor_begin_[tied[k] + 1]; ++at) {
      const Index neighbor = neighbors_[at];
      if (compare(x, neighbor, site) == 0 && seen.insert(neighbor).second) tied.push_back(neighbor);
    }
  }
  return *std::min_element(tied.begin(), tied.end());
}

std::vector<Index> CellLocator::locate(std::span<const Point> points, int workers,
                                       const CheckInterrupt& interrupt) const {
  const std::vector<Index> order = spatial_order(points, interrupt);
  std::vector<Index> result(points.size());
  // Blocks of a fixed length, so that the walks do not depend on the number of workers.
  constexpr Index kBlock = 1024;
  const Index count = static_cast<Index>(points.size());
  const auto locate_block = [&](Index block) {
    // Points and results lie all over memory: get the ones and put the others in loops of their
    // own, where many accesses wait at the same time.
    const Index begin = block * kBlock, size = std::min(count - begin, kBlock);
    std::array<Point, kBlock> here;
    std::array<Index, kBlock> found;
    for (Index k = 0; k < size; ++k) here[k] = points[order[begin + k]];
    Index last = jump(here[0]);
    for (Index k = 0; k < size; ++k) found[k] = last = walk(here[k], last);
    for (Index k = 0; k < size; ++k) result[order[begin + k]] = found[k];
  };
  parallel_for(workers, (count + kBlock - 1) / kBlock, locate_block, interrupt);
  return result;
}

}  // namespace brenier
