#include "brenier/plane/periodic/gathered_sites.hpp"

#include <algorithm>

#include "brenier/plane/problem/moment_weights.hpp"

namespace brenier {
namespace {

/// Where the widest gap between places on a circle ends.
double end_of_widest_gap(std::vector<double> places, double period) {
  std::sort(places.begin(), places.end());
  double end = places.front(), widest = places.front() + period - places.back();
  for (std::size_t k = 1; k < places.size(); ++k) {
    const double gap = places[k] - places[k - 1];
    if (gap > widest) widest = gap, end = places[k];
  }
  return end;
}

}  // namespace

std::vector<double> weights_of_gathered(std::span<const Point> sites,
                                        std::span<const double> masses, const Torus& torus) {
  const Point period = torus.period();
  std::vector<double> x, y;
  for (const Point p : sites) x.push_back(p.x), y.push_back(p.y);
  const Point first{end_of_widest_gap(std::move(x), period.x),
                    end_of_widest_gap(std::move(y), period.y)};
  std::vector<Point> unwrapped(sites.begin(), sites.end());
  for (Point& p : unwrapped) {
    if (p.x < first.x) p.x += period.x;
    if (p.y < first.y) p.y += period.y;
  }
  const Point mean = mean_covariance(unwrapped, masses).mean;
  const Box box{mean - 0.5 * period, mean + 0.5 * period};
  const SymmetricMatrix covariance{period.x * period.x / 12.0, 0.0, period.y * period.y / 12.0};
  std::vector<double> result =
      moment_weights(unwrapped, masses, {mean, covariance}, DomainIndex(rectangle(box)));
  const bool are_spread =
      std::all_of(result.begin(), result.end(), [](double weight) { return weight == 0.0; });
  return are_spread ? std::vector<double>() : result;
}

}  // namespace brenier
