#include "brenier/transport/solve.hpp"

#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/newton/continuation.hpp"
#include "brenier/plane/problem/planar_engine.hpp"

namespace brenier {

NewtonResult solve(const PlanarProblem& problem, std::vector<double> start,
                   const NewtonSettings& settings) {
  const PlanarEngine engine(problem, settings.workers, settings.interrupt);
  AdaptiveSolver linear_solver(settings.workers);
  return solve(engine, problem.targets, std::move(start), settings, linear_solver);
}

}  // namespace brenier
