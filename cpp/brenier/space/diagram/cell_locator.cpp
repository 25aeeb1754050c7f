#include "brenier/space/diagram/cell_locator.hpp"

#include "brenier/parallel.hpp"

namespace brenier::space {
namespace {

constexpr Index kSitesPerBox = 2;

double power(const WeightedPoint& site, Point x) {
  return squared_norm(x - site.point) - site.weight;
}

}  // namespace

CellLocator::CellLocator(const RegularTriangulation& triangulation, const SiteGraph& graph,
                         const Box& window, const CheckInterrupt& interrupt)
    : triangulation_(triangulation),
      graph_(graph),
      window_(window),
      side_(1 + static_cast<Index>(
                    std::cbrt(triangulation.site_count() / static_cast<double>(kSitesPerBox)))) {
  // From box to box, to and fro, so that each is next to the one before.
  Index last = 0;
  while (triangulation.tetrahedron_of(last) == kNone) ++last;
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

Index CellLocator::walk(Point x, Index from) const {
  double least = power(triangulation_.weighted(from), x);
  while (true) {
    Index next = from;
    for (const Index j : graph_.neighbors(from)) {
      const double here = power(triangulation_.weighted(j), x);
      if (here < least) {
        least = here;
        next = j;
      }
    }
    if (next == from) return from;
    from = next;
  }
}

Index CellLocator::box_along(double from_low, double extent) const {
  return std::clamp(static_cast<Index>(from_low / extent * side_), 0, side_ - 1);
}

Index CellLocator::box_of(Point x) const {
  const Point from = x - window_.low, extent = window_.high - window_.low;
  return (box_along(from.x, extent.x) * side_ + box_along(from.y, extent.y)) * side_ +
         box_along(from.z, extent.z);
}

std::vector<Index> CellLocator::locate(std::span<const Point> points, int workers,
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

}  // namespace brenier::space
