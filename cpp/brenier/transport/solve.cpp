#include "brenier/transport/solve.hpp"

#include <utility>

#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/newton/continuation.hpp"
#include "brenier/newton/facet_system.hpp"
#include "brenier/plane/problem/planar_engine.hpp"

namespace brenier {

NewtonResult solve(const PlanarProblem& problem, std::vector<double> start,
                   const NewtonSettings& settings) {
  const PlanarEngine engine(problem, settings.workers, settings.interrupt);
  AdaptiveSolver linear_solver(settings.workers);
  FacetSystem system(linear_solver, engine.growth_dimension(), settings.tol, settings.interrupt);
  return solve(engine, problem.targets, std::move(start), settings, system);
}

}  // namespace brenier
