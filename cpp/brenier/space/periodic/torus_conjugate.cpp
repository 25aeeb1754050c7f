#include "brenier/space/periodic/torus_conjugate.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "brenier/space/diagram/hull_interpolation.hpp"

namespace brenier::space {
namespace {

/// Along one axis: the shifts, in periods, with which a place comes within a distance of the box.
std::vector<Index> shifts_within(double distance, double place, double period) {
  std::vector<Index> result;
  for (Index shift = -2; shift <= 2; ++shift) {
    const double at = place + shift * period;
    if (-distance <= at && at <= period + distance) result.push_back(shift);
  }
  return result;
}

/// How far a cell reaches to either side, along each axis.
Point extent(const Box& reach) {
  return {std::max(-reach.low.x, reach.high.x), std::max(-reach.low.y, reach.high.y),
          std::max(-reach.low.z, reach.high.z)};
}

}  // namespace

TorusConjugate::TorusConjugate(const TorusCells& cells, std::span<const Point> sites,
                               std::span<const double> weights, const CheckInterrupt& interrupt) {
  const Torus& torus = cells.triangulation().torus();
  const Point period = torus.period();
  const std::vector<Box> reach = cells.reach_nearby(0.0);
  const auto is_hidden = [&](Index k) { return std::ranges::binary_search(cells.hidden(), k); };
  Point longest = 1e-9 * period;  // what is rounded
  for (Index k = 0; k < static_cast<Index>(sites.size()); ++k) {
    if (is_hidden(k)) continue;
    const Point e = extent(reach[k]) + longest;
    longest = {std::max(longest.x, e.x), std::max(longest.y, e.y), std::max(longest.z, e.z)};
  }
  std::vector<Point> points;
  std::vector<double> of_copies;
  OccasionalCheck check_here(interrupt);
  for (Index k = 0; k < static_cast<Index>(sites.size()); ++k) {
    check_here();
    if (is_hidden(k)) continue;
    const Point y = sites[k], e = extent(reach[k]) + longest;
    const std::vector<Index> along_z = shifts_within(e.z, y.z, period.z);
    const std::vector<Index> along_y = shifts_within(e.y, y.y, period.y);
    for (const Index a : shifts_within(e.x, y.x, period.x)) {
      for (const Index b : along_y) {
        for (const Index c : along_z) {
          points.push_back(torus.shifted(y, Shift{a, b, c}));
          of_copies.push_back(weights[k]);
          sites_.push_back(k);
        }
      }
    }
  }
  ordered_.emplace(std::move(points));
  hull_.emplace(*ordered_, of_copies, interrupt);
}

std::vector<double> TorusConjugate::interpolated(std::span<const double> values,
                                                 std::span<const Point> at, int workers,
                                                 const CheckInterrupt& interrupt) const {
  return interpolate(*hull_, values, at, workers, interrupt);
}

}  // namespace brenier::space
