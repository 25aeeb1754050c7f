// How exactly the masses can be right, with weights in double precision.
#pragma once

#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// The largest relative error that weights next to these can be expected to have, as they are
/// rounded: by a unit in the last place of the larger of two neighbours' weights, times the
/// conductance of their facet.
double rounding_error(const Evaluation& evaluation, const Targets& targets);

}  // namespace brenier
