#include "brenier/plane/points/site_copies.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "brenier/plane/points/spatial_order.hpp"

namespace brenier {
namespace {

/// Along one axis: by how many periods a site's copies are shifted.
struct AxisShifts {
  std::array<Index, 3> shifts{0, 0, 0};  // the first is the site itself
  int count = 1;
  double missing = std::numeric_limits<double>::infinity();  // how far the box is from the next

  /// The copy above the box is as far from it as the site from the lower side, and conversely.
  AxisShifts(double at, double period, double reach, double farthest) {
    add(1, at, reach, farthest);
    add(-1, period - at, reach, farthest);
  }

 private:
  void add(Index shift, double distance, double reach, double farthest) {
    if (distance > farthest) return;
    if (distance <= reach) {
      shifts[count++] = shift;
    } else {
      missing = std::min(missing, distance);
    }
  }
};

}  // namespace

SiteCopies::SiteCopies(const Torus& torus, std::span<const Point> sites, std::vector<double> reach,
                       const CheckInterrupt& interrupt)
    : SiteCopies(torus, sites, std::move(reach), 0.5 * torus.period(), interrupt) {}

SiteCopies SiteCopies::around(const Torus& torus, std::span<const Point> sites, double reach,
                              const CheckInterrupt& interrupt) {
  return SiteCopies(torus, sites, std::vector<double>(sites.size(), reach), torus.period(),
                    interrupt);
}

SiteCopies::SiteCopies(const Torus& torus, std::span<const Point> sites, std::vector<double> reach,
                       Point farthest, const CheckInterrupt& interrupt)
    : reach_(std::move(reach)), originals_(sites.size()) {
  std::vector<Point> points(sites.begin(), sites.end());
  std::vector<std::pair<Index, Shift>> copies;
  complete_within_.reserve(sites.size());
  for (Index k = 0; k < static_cast<Index>(sites.size()); ++k) {
    const AxisShifts x(sites[k].x, torus.period().x, reach_[k], farthest.x);
    const AxisShifts y(sites[k].y, torus.period().y, reach_[k], farthest.y);
    complete_within_.push_back(std::min(x.missing, y.missing));
    for (int a = 0; a < x.count; ++a) {
      for (int b = 0; b < y.count; ++b) {
        if (a == 0 && b == 0) continue;
        copies.push_back({k, {x.shifts[a], y.shifts[b]}});
        points.push_back(torus.shifted(sites[k], copies.back().second));
      }
    }
  }
  const std::vector<Index> order = spatial_order(points, interrupt);
  points_.reserve(points.size());
  sites_.reserve(points.size());
  shifts_.reserve(points.size());
  const Index count = site_count();
  for (const Index k : order) {
    if (k < count) originals_[k] = size();
    sites_.push_back(k < count ? k : copies[k - count].first);
    shifts_.push_back(k < count ? Shift{} : copies[k - count].second);
    points_.push_back(points[k]);
  }
}

std::vector<double> SiteCopies::spread(std::span<const double> of_sites) const {
  std::vector<double> result;
  result.reserve(sites_.size());
  for (const Index k : sites_) result.push_back(of_sites[k]);
  return result;
}

}  // namespace brenier
