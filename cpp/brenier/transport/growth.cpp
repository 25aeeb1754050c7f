#include "brenier/transport/growth.hpp"

#include <cmath>

namespace brenier {

std::vector<double> aimed_growth(std::span<const double> masses, std::span<const double> targets) {
  std::vector<double> result(masses.size());
  double gain = 0.0, loss = 0.0;
  for (std::size_t k = 0; k < result.size(); ++k) {
    // 2 (√(m ν) - m) without the difference of nearly equal numbers.
    const double root = std::sqrt(masses[k]);
    result[k] = 2.0 * root * (targets[k] - masses[k]) / (std::sqrt(targets[k]) + root);
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
