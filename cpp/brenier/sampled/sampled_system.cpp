#include "brenier/sampled/sampled_system.hpp"

#include <utility>

#include "brenier/linalg/conjugate_gradients.hpp"
#include "brenier/newton/growth.hpp"
#include "brenier/sampled/settings.hpp"

namespace brenier {

NewtonDirection SampledSystem::direction(const Evaluation& at, const Targets& targets) {
  const SmoothedCells& cells = SampledEngine::cells_of(at);
  const std::vector<double>& masses = cells.masses();
  const std::size_t n = masses.size();
  const double unit = 1.0 / engine_.smoothing();
  constexpr double kAdded = SampledConstants::kShift - SampledConstants::kEvenPart;
  std::vector<double> diagonal(n);  // of what is not shared evenly, shifted
  for (std::size_t j = 0; j < n; ++j) {
    diagonal[j] = unit * (masses[j] + kAdded / static_cast<double>(n));
  }
  const auto apply = [&](std::span<const double> x, std::span<double> result) {
    for (std::size_t j = 0; j < n; ++j) result[j] = diagonal[j] * x[j];
    check(engine_.interrupt());
    cells.add_covariance(x, -unit, result, engine_.workers());
  };
  std::vector<double> of_jacobian(diagonal);
  const std::vector<double> squares = cells.mean_squares(engine_.workers());
  for (std::size_t j = 0; j < n; ++j) of_jacobian[j] -= unit * squares[j];
  std::vector<double> growth = aimed_growth(masses, targets.masses, engine_.growth_dimension());
  std::vector<double> change =
      conjugate_gradients(apply, of_jacobian, growth, SampledConstants::kLinearTolerance,
                          SampledConstants::kMostLinearSteps);
  return {std::move(growth), std::move(change)};
}

}  // namespace brenier
