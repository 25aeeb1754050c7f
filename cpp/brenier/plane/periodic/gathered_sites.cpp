#include "brenier/plane/periodic/gathered_sites.hpp"

#include <algorithm>

#include "brenier/plane/problem/moment_weights.hpp"

namespace brenier {

std::vector<double> weights_of_gathered(std::span<const Point> sites,
                                        std::span<const double> masses, const Torus& torus) {
  const Point period = torus.period();
  const std::vector<Point> unwrapped = gathered(sites, torus);
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
