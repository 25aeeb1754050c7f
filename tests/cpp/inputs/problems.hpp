// Problems for the tests of the transport, and what their cells measure.
#pragma once

#include <algorithm>
#include <memory>
#include <numeric>
#include <vector>

#include "brenier/newton/continuation.hpp"
#include "brenier/newton/facet_system.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/problem/planar_engine.hpp"
#include "brenier/plane/problem/similarity_weights.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/messages.hpp"

namespace brenier::testing {

inline std::shared_ptr<const Source> source_of(const NamedDomain& domain) {
  return std::make_shared<const Source>(uniform_source(domain.rings));
}

inline std::vector<double> equal_masses(std::size_t count) {
  return std::vector<double>(count, 1.0 / static_cast<double>(count));
}

inline PlanarProblem problem_of(const std::vector<Point>& sites, const NamedDomain& domain) {
  return PlanarProblem(sites, equal_masses(sites.size()), source_of(domain));
}

/// No cell is shared, however near the sites are.
inline PlanarProblem unmerged_problem_of(const std::vector<Point>& sites,
                                         const NamedDomain& domain) {
  std::vector<Index> own(sites.size());
  std::iota(own.begin(), own.end(), 0);
  return PlanarProblem(sites, equal_masses(sites.size()), source_of(domain), {}, own);
}

inline CellMeasures measures_of(const PlanarProblem& problem, const std::vector<double>& weights) {
  const RegularTriangulation triangulation(problem.points, weights);
  return measure_cells(CellBoundaries(triangulation, problem.domain()), problem.points,
                       problem.source->density);
}

/// From the engine's own start, with another solver of the Newton systems.
inline NewtonResult solve_with(LinearSolver& solver, const PlanarProblem& problem,
                               const NewtonSettings& settings = {}) {
  const PlanarEngine engine(problem, settings.workers, settings.interrupt);
  FacetSystem system(solver, engine.growth_dimension(), settings.tol, settings.interrupt);
  return solve(engine, problem.targets, {}, settings, system);
}

inline std::vector<double> similarity_start(const PlanarProblem& problem) {
  return similarity_weights(problem.points, problem.domain().polygon());
}

inline double smallest(const std::vector<double>& values) {
  return *std::min_element(values.begin(), values.end());
}

}  // namespace brenier::testing
