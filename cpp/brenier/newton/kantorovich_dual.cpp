#include "brenier/newton/kantorovich_dual.hpp"

#include "brenier/plane/measure/integrate.hpp"

namespace brenier {

CellMeasures KantorovichDual::measures(const CellBoundaries& diagram, int workers,
                                       const CheckInterrupt& interrupt) const {
  return measure_cells(diagram, problem_->points, problem_->source->density, workers, interrupt);
}

std::vector<double> KantorovichDual::gradient(const CellMeasures& measures) const {
  std::vector<double> result(problem_->masses);
  for (std::size_t k = 0; k < result.size(); ++k) result[k] -= measures.masses[k];
  return result;
}

GraphLaplacian KantorovichDual::negative_hessian(const CellMeasures& measures) const {
  return mass_jacobian(static_cast<Index>(problem_->points.size()), measures.facets);
}

double KantorovichDual::max_relative_error(const CellMeasures& measures) const {
  double result = 0.0;
  for (std::size_t k = 0; k < problem_->masses.size(); ++k) {
    const double target = problem_->masses[k];
    result = std::max(result, std::abs(measures.masses[k] - target) / target);
  }
  return result;
}

}  // namespace brenier
