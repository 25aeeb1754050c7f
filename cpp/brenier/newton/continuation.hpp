// The whole of a solve: Newton's method under the source, and where that fails under smoother
// sources that lead to it, and for raised target masses that sink.
#pragma once

#include <vector>

#include "brenier/newton/newton_system.hpp"
#include "brenier/newton/result.hpp"
#include "brenier/newton/settings.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// Finds weights with which the engine's cells have the target masses, from `start` or, if that is
/// empty or leaves more cells empty than can be repaired, from a start of the engine's. Never
/// throws for want of convergence: that is the result's status. The weights are those of the
/// history's last record, however the solve ends.
///
/// Raises InvalidArgument if settings are not valid, or if targets or start are not as many as the
/// cells.
NewtonResult solve(const CellEngine& engine, const Targets& targets, std::vector<double> start,
                   const NewtonSettings& settings, NewtonSystem& system);

}  // namespace brenier
