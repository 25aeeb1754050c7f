#include "brenier/newton/growth.hpp"

#include <algorithm>
#include <cmath>

namespace brenier {

std::vector<double> aimed_growth(std::span<const double> masses, std::span<const double> targets) {
  std::vector<double> result(masses.size());
  double total = 0.0;
  for (std::size_t k = 0; k < result.size(); ++k) total += result[k] = targets[k] - masses[k];
  // The sums of both are the same. What is left of their difference is rounding, and may be more than small
  // masses are: the largest takes it, as far as it has no digits for it anyway.
  constexpr double kRounding = 1e-14;
  const auto largest = std::max_element(targets.begin(), targets.end());
  const double rounding = kRounding * *largest;
  result[largest - targets.begin()] -= std::clamp(total, -rounding, rounding);
  double gain = 0.0, loss = 0.0;
  for (std::size_t k = 0; k < result.size(); ++k) {
    // 2 (√(m ν) - m) without the difference of nearly equal numbers.
    const double root = std::sqrt(masses[k]);
    result[k] *= 2.0 * root / (std::sqrt(targets[k]) + root);
    (result[k] > 0.0 ? gain : loss) += std::abs(result[k]);
  }
  const double share = loss > 0.0 ? gain / loss : 0.0;
  for (double& growth : result) {
    if (growth < 0.0) growth *= share;
  }
  return result;
}

double squared_distance(std::span<const double> masses, std::span<const double> targets) {
  double sum = 0.0;
  for (std::size_t k = 0; k < masses.size(); ++k) {
    const double difference =
        (masses[k] - targets[k]) / (std::sqrt(masses[k]) + std::sqrt(targets[k]));
    sum += difference * difference;
  }
  return sum;
}

}  // namespace brenier
