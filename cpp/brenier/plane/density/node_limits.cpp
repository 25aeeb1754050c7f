#include "brenier/plane/density/node_limits.hpp"

#include <numbers>

namespace brenier {
namespace {

/// The largest z for which n nodes integrate e^(zt) to the tolerance: the error is
/// z^2n (n!)⁴ / ((2n + 1) ((2n)!)³) at most, in units of the largest value.
double largest_slope(int n, double tolerance) {
  const double log_factor =
      4.0 * std::lgamma(n + 1.0) - std::log(2.0 * n + 1.0) - 3.0 * std::lgamma(2.0 * n + 1.0);
  return std::exp((std::log(tolerance) - log_factor) / (2.0 * n));
}

}  // namespace

NodeLimits::NodeLimits(double tolerance) {
  for (int n = 1; n <= kMostGaussNodes; ++n) {
    limits_[n - 1] = largest_slope(n, tolerance);
    roots_[n - 1] = std::sqrt(2.0 * n / std::numbers::e);
  }
}

}  // namespace brenier
