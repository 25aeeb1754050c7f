// Laws of what a solver says about its last iterate.
#pragma once

#include "brenier/newton/result.hpp"
#include "brenier/newton/settings.hpp"

namespace brenier::fuzz {

/// The largest relative error of the result's weights, from a diagram of their own; and by how much
/// rounding may let it differ from the solver's.
struct Error {
  double value;
  double rounding;
};

/// The status is that of the error, and of the steps: `stop_at` is the one after which the callback
/// asked to stop.
void require_true_status(const NewtonResult& result, const NewtonSettings& settings, int stop_at,
                         Error error);

}  // namespace brenier::fuzz
