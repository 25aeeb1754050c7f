#include "brenier/space/periodic/site_copies.hpp"

#include <array>
#include <numeric>
#include <utility>

namespace brenier::space {
namespace {

constexpr double kMargin = 1.0 + 1e-9;  // much more than the rounding of vertices

/// Along one axis: by how many periods a site's copies are shifted.
struct AxisShifts {
  std::array<std::int8_t, 3> shifts{0, 0, 0};  // the first is the site itself
  int count = 1;

  /// The copy above the box is as far from it as the site from the lower face, and conversely.
  AxisShifts(double at, double period, double within) {
    if (at <= within) shifts[count++] = 1;
    if (period - at <= within) shifts[count++] = -1;
  }
};

}  // namespace

SiteCopies::Copies::Copies(const Torus& torus, std::vector<Point> of_sites,
                           std::span<const double> reach, Point farthest)
    : points(std::move(of_sites)), sites(points.size()), shifts(points.size()) {
  std::iota(sites.begin(), sites.end(), 0);
  const Point period = torus.period();
  for (Index k = 0; k < static_cast<Index>(reach.size()); ++k) {
    const Point y = points[k];
    const AxisShifts along_x(y.x, period.x, std::min(reach[k], farthest.x)),
        along_y(y.y, period.y, std::min(reach[k], farthest.y)),
        along_z(y.z, period.z, std::min(reach[k], farthest.z));
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

SiteCopies::SiteCopies(const Torus& torus, std::vector<Point> sites, std::vector<double> reach,
                       Point farthest)
    : reach_(std::move(reach)),
      copies_(torus, std::move(sites), reach_, farthest),
      ordered_(std::move(copies_.points)) {}

SiteCopies::SiteCopies(const Torus& torus, std::vector<Point> sites, std::vector<double> reach)
    : SiteCopies(torus, std::move(sites), std::move(reach), 0.5 * kMargin * torus.period()) {}

SiteCopies SiteCopies::around(const Torus& torus, std::vector<Point> sites, double reach) {
  std::vector<double> of_each(sites.size(), reach);
  return {torus, std::move(sites), std::move(of_each), kMargin * torus.period()};
}

std::vector<double> SiteCopies::spread(std::span<const double> of_sites) const {
  std::vector<double> result;
  result.reserve(copies_.sites.size());
  for (const Index k : copies_.sites) result.push_back(of_sites[k]);
  return result;
}

}  // namespace brenier::space
