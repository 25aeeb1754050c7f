#include "brenier/space/periodic/gathered_sites.hpp"

#include <algorithm>
#include <utility>

#include "brenier/space/problem/start_weights.hpp"

namespace brenier::space {

std::vector<double> weights_of_gathered(std::span<const Point> sites,
                                        std::span<const double> masses, const Torus& torus) {
  std::vector<Point> unwrapped = gathered(sites, torus);
  Point mean;
  for (std::size_t k = 0; k < unwrapped.size(); ++k) mean = mean + masses[k] * unwrapped[k];
  for (Point& p : unwrapped) p = torus.shifted(p, torus.shift_to(mean, p));
  Surface box = box_surface(mean - 0.5 * torus.period(), mean + 0.5 * torus.period());
  std::vector<double> result = moment_weights(
      unwrapped, masses, ConvexPolyhedron(std::move(box.vertices), std::move(box.faces)));
  const bool are_spread =
      std::all_of(result.begin(), result.end(), [](double weight) { return weight == 0.0; });
  return are_spread ? std::vector<double>() : result;
}

}  // namespace brenier::space
