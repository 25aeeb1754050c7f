#include "brenier/transport/solve.hpp"

#include <utility>

#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/newton/continuation.hpp"
#include "brenier/newton/facet_system.hpp"
#include "brenier/plane/periodic/periodic_engine.hpp"
#include "brenier/plane/problem/planar_engine.hpp"

namespace brenier {
namespace {

NewtonResult solve(const CellEngine& engine, const PlanarProblem& problem,
                   std::vector<double> start, const NewtonSettings& settings) {
  AdaptiveSolver linear_solver(settings.workers);
  FacetSystem system(linear_solver, engine.growth_dimension(), settings.tol, settings.interrupt);
  return solve(engine, problem.targets, std::move(start), settings, system);
}

}  // namespace

NewtonResult solve(const PlanarProblem& problem, std::vector<double> start,
                   const NewtonSettings& settings) {
  if (problem.source->periodic) {
    return solve(PeriodicEngine(problem, settings.workers, settings.interrupt), problem,
                 std::move(start), settings);
  }
  return solve(PlanarEngine(problem, settings.workers, settings.interrupt), problem,
               std::move(start), settings);
}

}  // namespace brenier
