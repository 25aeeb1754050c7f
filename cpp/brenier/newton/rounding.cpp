#include "brenier/newton/rounding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace brenier {

double rounding_error(const Evaluation& evaluation, const Targets& targets) {
  const std::vector<double>& weights = evaluation.weights();
  std::vector<double> errors(weights.size(), 0.0);
  for (const Facet& f : evaluation.of_source.facets) {
    const double largest = std::max(std::abs(weights[f.i]), std::abs(weights[f.j]));
    const double error = f.conductance * largest * std::numeric_limits<double>::epsilon();
    errors[f.i] += error;
    errors[f.j] += error;
  }
  double result = 0.0;
  for (std::size_t k = 0; k < errors.size(); ++k) {
    result = std::max(result, errors[k] / targets.masses[k]);
  }
  return result;
}

}  // namespace brenier
