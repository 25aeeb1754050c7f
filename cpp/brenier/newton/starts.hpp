// Where Newton's method starts: weights with which no cell is empty.
#pragma once

#include <optional>
#include <vector>

#include "brenier/newton/counted_engine.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// Proposed weights, if no cell is empty under the blend after as many repairs as they allow.
std::optional<Evaluation> repaired_start(StartProposal proposal, CountedEngine& engine,
                                         const Targets& targets, const Blend& blend);

/// The caller's weights, if no cell is empty under the source after a few have been repaired; else
/// the engine's own start, as for no weights.
Evaluation start_from(std::vector<double> weights, CountedEngine& engine, const Targets& targets);

/// The first of the engine's proposals with which no cell is empty under the blend, repaired as it
/// allows. Its last one is taken as it is, and may have empty cells: where the density vanishes, or
/// cells are too thin for double precision.
Evaluation own_start(CountedEngine& engine, const Targets& targets, const Blend& blend);

/// The engine's start for a rough source, repaired as it allows; nullopt if it has none, or if
/// cells stay empty.
std::optional<Evaluation> rough_start(CountedEngine& engine, const Targets& targets);

/// Has a cell no mass?
bool has_empty_cell(const Evaluation& evaluation);

}  // namespace brenier
