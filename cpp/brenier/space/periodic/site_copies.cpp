#include "brenier/space/periodic/site_copies.hpp"

#include <array>
#include <numeric>
#include <utility>

namespace brenier::space {
namespace {

/// Along one axis: by how many periods a site's copies are shifted.
struct AxisShifts {
  std::array<std::int8_t, 3> shifts{0, 0, 0};  // the first is the site itself
  int count = 1;

  /// The cell of the copy above the box may come into it from above, and conversely.
  AxisShifts(double at, double period, double low, double high) {
    if (at + low <= 0.0) shifts[count++] = 1;
    if (at + high >= period) shifts[count++] = -1;
  }
};

}  // namespace

Box farthest_reach(const Torus& torus) {
  const Point half = (0.5 + 1e-9) * torus.period();
  return {-1.0 * half, half};
}

SiteCopies::Copies::Copies(const Torus& torus, std::vector<Point> of_sites,
                           std::span<const Box> reach)
    : points(std::move(of_sites)), sites(points.size()), shifts(points.size()) {
  std::iota(sites.begin(), sites.end(), 0);
  const Point period = torus.period();
  const Box most = farthest_reach(torus);
  for (Index k = 0; k < static_cast<Index>(reach.size()); ++k) {
    const Point y = points[k], low = most.nearest(reach[k].low), high = most.nearest(reach[k].high);
    const AxisShifts along_x(y.x, period.x, low.x, high.x), along_y(y.y, period.y, low.y, high.y),
        along_z(y.z, period.z, low.z, high.z);
    for (int a = 0; a < along_x.count; ++a) {
      for (int b = 0; b < along_y.count; ++b) {
        for (int c = 0; c < along_z.count; ++c) {
          if (a == 0 && b == 0 && c == 0) continue;
          shifts.push_back({along_x.shifts[a], along_y.shifts[b], along_z.shifts[c]});
          points.push_back(torus.shifted(y, shifts.back()));
          sites.push_back(k);
        }
      }
    }
  }
}

SiteCopies::SiteCopies(const Torus& torus, std::vector<Point> sites, std::vector<Box> reach)
    : reach_(std::move(reach)),
      copies_(torus, std::move(sites), reach_),
      ordered_(std::move(copies_.points)) {}

std::vector<double> SiteCopies::spread(std::span<const double> of_sites) const {
  std::vector<double> result;
  result.reserve(copies_.sites.size());
  for (const Index k : copies_.sites) result.push_back(of_sites[k]);
  return result;
}

}  // namespace brenier::space
