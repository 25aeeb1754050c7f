// A start by fewer cells, which find out at little cost where mass goes at large.
#pragma once

#include <optional>

#include "brenier/newton/counted_engine.hpp"
#include "brenier/newton/newton_system.hpp"
#include "brenier/newton/settings.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// Weights of the engine's cells that are prolonged from the solution for its coarser cells; that
/// is found from their own coarser ones in the same way, and for the coarsest by whatever means.
/// Solutions are rough (CoarseToFineConstants in settings.hpp). Cells may be empty under the source
/// only where spread masses (spread_run.hpp) can lead on.
///
/// Nothing if the engine has no coarser cells, or if one of the solutions or starts on the way is
/// out of reach under the source alone. `steps` counts those of all coarser cells, which are
/// max_iter at most.
///
/// `system` finds the directions for all of them: one that knows its engine, and no facets, is only
/// fit for an engine without coarser cells.
std::optional<Evaluation> start_by_coarser_cells(CountedEngine& engine, const Targets& targets,
                                                 NewtonSystem& system,
                                                 const NewtonSettings& settings, int& steps);

}  // namespace brenier
