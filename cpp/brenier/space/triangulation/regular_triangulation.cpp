#include "brenier/space/triangulation/regular_triangulation.hpp"

#include <numeric>
#include <utility>

#include "brenier/parallel.hpp"
#include "brenier/space/triangulation/power_center.hpp"

namespace brenier::space {
namespace {

constexpr Index kBlock = 4096;  // tetrahedra in one task

Index block_count(Index count) { return (count + kBlock - 1) / kBlock; }

/// The four points, in the order of their indices: so the result does not depend on CGAL's.
std::array<WeightedPoint, 4> sorted_corners(const RegularTriangulation& triangulation,
                                            std::array<Index, 4> sites) {
  std::sort(sites.begin(), sites.end());
  return {triangulation.weighted(sites[0]), triangulation.weighted(sites[1]),
          triangulation.weighted(sites[2]), triangulation.weighted(sites[3])};
}

}  // namespace

RegularTriangulation::RegularTriangulation(const OrderedSites& sites, std::vector<double> weights,
                                           const Box& window, int workers,
                                           const CheckInterrupt& interrupt)
    : sites_(&sites), weights_(std::move(weights)) {
  place_guards(window);
  std::vector<WeightedPoint> points;
  points.reserve(sites.points.size() + kGuards);
  for (Index k = 0; k < site_count() + kGuards; ++k) points.push_back(weighted(k));
  std::vector<Index> order(kGuards);
  std::iota(order.begin(), order.end(), site_count());
  order.insert(order.end(), sites.order.begin(), sites.order.end());
  tetrahedra_ = regular_tetrahedra(points, order, interrupt);
  find_vertices(workers, interrupt);
  unite_tied(workers, interrupt);
}

/// At the corners of a large regular tetrahedron. A guard's weight is such that in the window its
/// power is more than that of the site which is best there at worst.
void RegularTriangulation::place_guards(const Box& window) {
  Box all = window;
  for (const Point y : sites_->points) all.add(y);
  // So far out, in units of all there is, that the sites are well inside of the tetrahedron, and
  // not so far that squares of distances lose digits.
  constexpr double kFar = 8.0;
  const double size = all.size();
  const auto farthest = [&](Point from) {
    return Point{std::max(std::abs(window.low.x - from.x), std::abs(window.high.x - from.x)),
                 std::max(std::abs(window.low.y - from.y), std::abs(window.high.y - from.y)),
                 std::max(std::abs(window.low.z - from.z), std::abs(window.high.z - from.z))};
  };
  double power = std::numeric_limits<double>::infinity();
  Index best = 0;
  for (Index k = 0; k < site_count(); ++k) {
    const double at_worst = squared_norm(farthest(sites_->points[k])) - weights_[k];
    if (at_worst < power) best = k;
    power = std::min(power, at_worst);
  }
  // Weights that are large beside squares of distances: those with which sites have cells in the
  // window are near the best one's, and differ from it by a number that is not rounded. The others
  // are as low as is enough, so that none swallows the distances.
  constexpr double kLarge = 1e6;
  if (std::abs(power) > kLarge * size * size) {
    given_weights_ = weights_;
    power = squared_norm(farthest(sites_->points[best]));
    for (Index k = 0; k < site_count(); ++k) {
      const Point y = sites_->points[k];
      const double low_enough = squared_norm(y - window.nearest(y)) - power - size * size;
      weights_[k] = std::max(given_weights_[k] - given_weights_[best], low_enough);
    }
  }
  constexpr Point kCorners[] = {{1, 1, 1}, {1, -1, -1}, {-1, 1, -1}, {-1, -1, 1}};
  for (int k = 0; k < kGuards; ++k) {
    const Point guard = all.center() + kFar * size * kCorners[k];
    const double nearest = squared_norm(guard - window.nearest(guard));
    const double margin = size * size + 1e-6 * std::abs(power);
    guards_[k] = {guard, nearest - power - margin};
  }
}

void RegularTriangulation::find_vertices(int workers, const CheckInterrupt& interrupt) {
  const Index count = static_cast<Index>(tetrahedra_.size());
  vertices_.resize(count);
  parallel_for(
      workers, block_count(count),
      [&](Index block) {
        for (Index t = block * kBlock; t < std::min((block + 1) * kBlock, count); ++t) {
          vertices_[t] = {power_center(sorted_corners(*this, tetrahedra_[t].sites)), t};
        }
      },
      interrupt);
  tetrahedron_of_.assign(site_count(), kNone);
  for (Index t = 0; t < count; ++t) {
    for (const Index site : tetrahedra_[t].sites) {
      if (!is_guard(site)) tetrahedron_of_[site] = t;
    }
  }
  hidden_count_ =
      static_cast<Index>(std::count(tetrahedron_of_.begin(), tetrahedron_of_.end(), kNone));
}

/// Centres that are the same but for rounding are compared exactly.
void RegularTriangulation::unite_tied(int workers, const CheckInterrupt& interrupt) {
  // Farther apart than rounding puts them; in units of the coordinates, which are about 1.
  constexpr double kNear = 1e-11;
  const Index count = static_cast<Index>(tetrahedra_.size());
  std::vector<std::vector<std::pair<Index, Index>>> tied(block_count(count));
  parallel_for(
      workers, block_count(count),
      [&](Index block) {
        for (Index t = block * kBlock; t < std::min((block + 1) * kBlock, count); ++t) {
          const double near = kNear * std::max(1.0, largest_coordinate(center(t)));
          for (int k = 0; k < 4; ++k) {
            const Index other = tetrahedra_[t].neighbors[k];
            if (other <= t || largest_coordinate(center(t) - center(other)) > near) continue;
            const Tetrahedron& beyond = tetrahedra_[other];
            const auto back = std::find(beyond.neighbors.begin(), beyond.neighbors.end(), t);
            const Index apex = beyond.sites[back - beyond.neighbors.begin()];
            std::array<WeightedPoint, 4> corners;
            for (int c = 0; c < 4; ++c) corners[c] = weighted(tetrahedra_[t].sites[c]);
            if (share_power_center(corners, weighted(apex))) tied[block].emplace_back(t, other);
          }
        }
      },
      interrupt);
  const auto root = [&](Index t) {
    while (representative(t) != t) {
      t = vertices_[t].representative = representative(representative(t));
    }
    return t;
  };
  for (const auto& block : tied) {
    for (const auto& [t, other] : block) {
      const Index a = root(t), b = root(other);
      vertices_[std::max(a, b)].representative = std::min(a, b);
    }
  }
  for (Index t = 0; t < count; ++t) vertices_[t] = vertices_[root(t)];
}

}  // namespace brenier::space
