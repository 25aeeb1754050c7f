#include "brenier/newton/growth.hpp"

#include <algorithm>
#include <cmath>

namespace brenier {
namespace {

double root(double mass, int dimension) {
  if (dimension == 1) return mass;
  if (dimension == 2) return std::sqrt(mass);
  return std::pow(mass, 1.0 / dimension);
}

double power(double base, int exponent) {
  double result = 1.0;
  for (int k = 0; k < exponent; ++k) result *= base;
  return result;
}

/// (a^d - b^d) / (a - b).
double divided_difference(double a, double b, int dimension) {
  double sum = 0.0;
  for (int k = 0; k < dimension; ++k) sum += power(b, k) * power(a, dimension - 1 - k);
  return sum;
}

}  // namespace

std::vector<double> aimed_growth(std::span<const double> masses, std::span<const double> targets,
                                 int dimension) {
  std::vector<double> result(masses.size());
  double total = 0.0;
  for (std::size_t k = 0; k < result.size(); ++k) total += result[k] = targets[k] - masses[k];
  // The sums of both are the same. What is left of their difference is rounding, and may be more
  // than small masses are: the largest takes it, as far as it has no digits for it anyway.
  constexpr double kRounding = 1e-14;
  const auto largest = std::max_element(targets.begin(), targets.end());
  const double rounding = kRounding * *largest;
  result[largest - targets.begin()] -= std::clamp(total, -rounding, rounding);
  double gain = 0.0, loss = 0.0;
  for (std::size_t k = 0; k < result.size(); ++k) {
    // With a = m^(1/d) and b = ν^(1/d): d a^(d-1) (b - a), without the difference of nearly equal
    // numbers.
    const double a = root(masses[k], dimension), b = root(targets[k], dimension);
    result[k] *= dimension * power(a, dimension - 1) / divided_difference(b, a, dimension);
    (result[k] > 0.0 ? gain : loss) += std::abs(result[k]);
  }
  const double share = loss > 0.0 ? gain / loss : 0.0;
  for (double& growth : result) {
    if (growth < 0.0) growth *= share;
  }
  return result;
}

double squared_distance(std::span<const double> masses, std::span<const double> targets,
                        int dimension) {
  double sum = 0.0;
  for (std::size_t k = 0; k < masses.size(); ++k) {
    const double a = root(masses[k], dimension), b = root(targets[k], dimension);
    const double difference = (masses[k] - targets[k]) / divided_difference(a, b, dimension);
    const double scale = dimension == 1 ? 1.0 / targets[k] : power(b, dimension - 2);
    sum += scale * difference * difference;
  }
  return sum;
}

double mass_after(double mass, double growth, double step, int dimension) {
  const double a = root(mass, dimension);
  const double aimed = a + step * growth / (dimension * power(a, dimension - 1));
  return power(aimed, dimension);
}

}  // namespace brenier
