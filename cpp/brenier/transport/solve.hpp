// A planar problem, solved: where the engine of the plane meets Newton's method.
#pragma once

#include <vector>

#include "brenier/newton/result.hpp"
#include "brenier/newton/settings.hpp"
#include "brenier/plane/problem/planar_problem.hpp"

namespace brenier {

/// Newton's method from weights of the points, or, if they are empty, from a start of the engine's:
/// see newton/continuation.hpp.
NewtonResult solve(const PlanarProblem& problem, std::vector<double> start,
                   const NewtonSettings& settings);

}  // namespace brenier
