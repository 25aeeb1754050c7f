// A start for points on a line, which solves the problem.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/density.hpp"

namespace brenier {

/// Cells of points on a line are strips across it, in their order: so the borders are the quantiles
/// of the density along the line, whatever it is. With borders s between points t, along the line,
///
///     w_{k+1} - w_k = (t_{k+1} - t_k) (t_{k+1} + t_k - 2 s_k).
///
/// Nothing is the answer if the way from some point to the next leads aside by more than a
/// hundredth of its length.
std::vector<double> quantile_weights(std::span<const Point> points, std::span<const double> masses,
                                     const Density& source, const CheckInterrupt& interrupt = {});

}  // namespace brenier
