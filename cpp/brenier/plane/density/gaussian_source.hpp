// Mixtures of normal densities in the caller's coordinates.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/source.hpp"

namespace brenier {

/// A matrix as callers give it: rows, and not yet known to be symmetric.
using Covariance = std::array<double, 4>;

/// The mixture of normal densities on a polygon; without rings on the box around all points within
/// 8 standard deviations of a mean in x and in y. Weights count up to a factor.
///
/// Raises InvalidArgument as uniform_source does, and when a mean is not finite or too large, a
/// covariance is not symmetric and positive definite, a weight is negative or not finite or all are
/// 0, or the domain lies too far from all means. Messages name means[k], covs[k], weights[k]; or
/// mean and cov, if it `is_single`.
Source gaussian_source(const std::vector<Ring>& rings, std::span<const Point> means,
                       std::span<const Covariance> covariances, std::span<const double> weights,
                       bool is_single, const CheckInterrupt& interrupt = {});

/// The mixture that a source is. Raises InvalidArgument if it is another one.
const GaussianMixture& mixture_of(const Source& source);

/// The mixture's density at points in the caller's coordinates: by the formula, also off the
/// domain. Raises InvalidArgument as mixture_of and required_points("x", …) do.
std::vector<double> gaussian_density(const Source& source, std::span<const Point> x,
                                     const CheckInterrupt& interrupt = {});

}  // namespace brenier
