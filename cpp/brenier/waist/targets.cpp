#include "brenier/waist/targets.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "brenier/double_double.hpp"
#include "brenier/error.hpp"
#include "brenier/text.hpp"
#include "brenier/validate.hpp"

namespace brenier {
namespace {

/// The sum of the masses, 1 to within the tolerance.
double required_sum(std::span<const double> masses, std::size_t site_count) {
  constexpr double kTolerance = 1e-9;
  required_numbers("masses", masses, site_count);
  // A plain sum of a million masses would be off by 1e-11, which no transport could make up for.
  DoubleDouble exact_sum;
  for (std::size_t k = 0; k < masses.size(); ++k) {
    if (masses[k] < 0.0) {
      throw InvalidArgument(text("masses[", k, "] is ", masses[k], "; expected 0 or more"));
    }
    exact_sum = exact_sum + DoubleDouble{masses[k], 0.0};
  }
  const double sum = static_cast<double>(exact_sum);
  if (!(std::abs(sum - 1.0) <= kTolerance)) {
    throw InvalidArgument(text("masses sum to ", sum,
                               "; expected 1 within 1e-9: normalise them, masses / masses.sum()"));
  }
  return sum;
}

}  // namespace

double Targets::least() const { return *std::min_element(masses.begin(), masses.end()); }

double Targets::max_relative_error(std::span<const double> cell_masses) const {
  double result = 0.0;
  for (std::size_t k = 0; k < masses.size(); ++k) {
    result = std::max(result, std::abs(cell_masses[k] - masses[k]) / masses[k]);
  }
  return result;
}

double Targets::least_part(std::span<const double> cell_masses) const {
  double result = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < masses.size(); ++k) {
    result = std::min(result, cell_masses[k] / masses[k]);
  }
  return result;
}

Targets Targets::with_floor(double floor) const {
  Targets result = *this;
  double sum = 0.0;
  for (double& mass : result.masses) sum += mass = std::max(mass, floor);
  for (double& mass : result.masses) mass /= sum;
  return result;
}

MergedTargets::MergedTargets(std::span<const double> site_masses,
                             std::span<const Index> group_of_site, Index group_count) {
  const double sum = required_sum(site_masses, group_of_site.size());
  std::vector<double> group_masses(group_count, 0.0);
  for (std::size_t k = 0; k < site_masses.size(); ++k) {
    group_masses[group_of_site[k]] += site_masses[k] / sum;
  }
  cell_of_group.assign(group_count, kNone);
  for (Index g = 0; g < group_count; ++g) {
    if (group_masses[g] == 0.0) continue;
    cell_of_group[g] = targets.cell_count();
    targets.masses.push_back(group_masses[g]);
  }
}

}  // namespace brenier
