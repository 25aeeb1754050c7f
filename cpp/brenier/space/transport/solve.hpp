// A problem in space, solved: where the engine of space meets Newton's method.
#pragma once

#include <vector>

#include "brenier/newton/result.hpp"
#include "brenier/newton/settings.hpp"
#include "brenier/space/problem/spatial_problem.hpp"

namespace brenier::space {

/// Newton's method from weights of the points, or, if they are empty, from a start of the engine's:
/// see newton/continuation.hpp.
NewtonResult solve(const SpatialProblem& problem, std::vector<double> start,
                   const NewtonSettings& settings);

}  // namespace brenier::space
