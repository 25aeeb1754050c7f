// Parts of the source that have lost the last cell that joined them.
#pragma once

#include <optional>

#include "brenier/newton/counted_engine.hpp"
#include "brenier/newton/newton_system.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// Where no facet joins some cells with the others, and they are out of balance, the weights of all
/// of them are moved by one number with which they have together what they should have: one of them
/// gets into another part for that, or one of another part is let in. nullopt if that is not found,
/// or if a cell is empty then.
std::optional<Evaluation> with_parts_joined(CountedEngine& engine, const NewtonSystem& system,
                                            Evaluation evaluation, const Targets& targets);

}  // namespace brenier
