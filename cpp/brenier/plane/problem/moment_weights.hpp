// A start that gives the sites the mean and the covariance of the source.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/domain/domain_index.hpp"
#include "brenier/plane/measure/mean_covariance.hpp"

namespace brenier {

/// Put the points onto the source by z = A (y - mean of the points) + mean of the source, with the
/// symmetric positive A for which both have the same covariance: the optimal transport between two
/// Gaussians. With w = |y|² - <y', A y'> - 2 <mean, y'>, y' = y - mean of the points, the cells are
/// the Voronoi cells of the z in the norm of A⁻¹, so that each z lies in its own.
///
/// A is shrunk until few of the z lie outside of the domain, whose cells may be empty; nothing is
/// the answer if it would have to be shrunk too far. If the z are nearly the y, so are weights of
/// zero, which are returned then: on a grid they are the solution.
std::vector<double> moment_weights(std::span<const Point> points, std::span<const double> masses,
                                   const MeanCovariance& source, const DomainIndex& domain);

}  // namespace brenier
