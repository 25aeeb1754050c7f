// Heights with which the cells of a sample have their masses: where the sampled engine meets
// Newton's method.
#pragma once

#include "brenier/newton/result.hpp"
#include "brenier/newton/settings.hpp"
#include "brenier/sampled/sample_lists.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// From `heights`, or, if these are empty, from those of the lists, by the masses of cells whose
/// borders are soft to `smoothing`, in units of scores. Ends early where the lists end: then lists
/// are to be made anew, with the heights of the result.
NewtonResult fit(const SampleLists& lists, const Targets& targets, std::vector<double> heights,
                 double smoothing, const NewtonSettings& settings);

}  // namespace brenier
