#include "brenier/space/transport/solve.hpp"

#include <utility>

#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/newton/continuation.hpp"
#include "brenier/newton/facet_system.hpp"
#include "brenier/space/periodic/periodic_engine.hpp"
#include "brenier/space/problem/spatial_engine.hpp"

namespace brenier::space {

namespace {

NewtonResult solve(const CellEngine& engine, const SpatialProblem& problem,
                   std::vector<double> start, const NewtonSettings& settings) {
  AdaptiveSolver linear_solver(settings.workers);
  FacetSystem system(linear_solver, engine.growth_dimension(), settings.tol, settings.interrupt);
  return brenier::solve(engine, problem.targets, std::move(start), settings, system);
}

}  // namespace

NewtonResult solve(const SpatialProblem& problem, std::vector<double> start,
                   const NewtonSettings& settings) {
  if (problem.source->periodic) {
    return solve(PeriodicEngine(problem, settings.workers, settings.interrupt), problem,
                 std::move(start), settings);
  }
  return solve(SpatialEngine(problem, settings.workers, settings.interrupt), problem,
               std::move(start), settings);
}

}  // namespace brenier::space
