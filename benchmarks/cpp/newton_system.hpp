// The Newton system of a problem at some weights.
#pragma once

#include <vector>

#include "brenier/linalg/graph_laplacian.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/problem/planar_problem.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"

namespace brenier::bench {

struct System {
  GraphLaplacian laplacian;
  std::vector<double> gradient;  // ν_i - m_i
};

inline System system_at(const PlanarProblem& problem, const std::vector<double>& weights) {
  const RegularTriangulation triangulation(problem.points, weights);
  const CellBoundaries boundaries(triangulation, problem.domain());
  const CellMeasures measures = measure_cells(boundaries, problem.points, problem.source->density);
  std::vector<double> gradient = problem.targets.masses;
  for (std::size_t k = 0; k < gradient.size(); ++k) gradient[k] -= measures.masses[k];
  return {mass_jacobian(problem.targets.cell_count(), measures.facets), std::move(gradient)};
}

}  // namespace brenier::bench
