// Numbers that differ by no more than is allowed, as far from the limits as can be.
#pragma once

#include <span>
#include <vector>

#include "brenier/index.hpp"

namespace brenier {

/// Numbers s with s_q <= s_p + slack[p · count + q] for all p and q, where slacks are 0 or more:
/// midway between the largest and the least that the others leave to each, if the first is 0.
std::vector<double> central_shifts(std::span<const double> slack, Index count);

}  // namespace brenier
