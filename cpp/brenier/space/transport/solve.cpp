#include "brenier/space/transport/solve.hpp"

#include <utility>

#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/newton/continuation.hpp"
#include "brenier/newton/facet_system.hpp"
#include "brenier/space/problem/spatial_engine.hpp"

namespace brenier::space {

NewtonResult solve(const SpatialProblem& problem, std::vector<double> start,
                   const NewtonSettings& settings) {
  const SpatialEngine engine(problem, settings.workers, settings.interrupt);
  AdaptiveSolver linear_solver(settings.workers);
  FacetSystem system(linear_solver, engine.growth_dimension(), settings.tol, settings.interrupt);
  return brenier::solve(engine, problem.targets, std::move(start), settings, system);
}

}  // namespace brenier::space
