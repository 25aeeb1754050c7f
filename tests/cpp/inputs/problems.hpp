// Problems for the tests of the transport, and what their cells measure.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "brenier/newton/kantorovich_dual.hpp"
#include "brenier/plane/problem/similarity_weights.hpp"
#include "inputs/random_input.hpp"

namespace brenier::testing {

inline std::shared_ptr<const Source> source_of(const NamedDomain& domain) {
  return std::make_shared<const Source>(uniform_source(domain.rings));
}

inline std::vector<double> equal_masses(std::size_t count) {
  return std::vector<double>(count, 1.0 / static_cast<double>(count));
}

inline Problem problem_of(const std::vector<Point>& sites, const NamedDomain& domain) {
  return Problem(sites, equal_masses(sites.size()), source_of(domain));
}

inline CellMeasures measures_of(const Problem& problem, const std::vector<double>& weights) {
  const RegularTriangulation triangulation(problem.points, weights);
  return KantorovichDual(problem).measures(CellBoundaries(triangulation, problem.domain()), 1);
}

inline std::vector<double> similarity_start(const Problem& problem) {
  return similarity_weights(problem.points, problem.domain().polygon());
}

inline double smallest(const std::vector<double>& values) {
  return *std::min_element(values.begin(), values.end());
}

}  // namespace brenier::testing
