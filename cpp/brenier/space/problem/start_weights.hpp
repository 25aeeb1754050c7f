// Weights to start from, by maps that bring the sites into the domain.
#pragma once

#include <span>
#include <vector>

#include "brenier/space/domain/convex_polyhedron.hpp"

namespace brenier::space {

/// With z = A (y - mean of the points) + centroid of the domain and A symmetric and positive, the
/// weights w = <y', y' - A y'> - 2 <move, y'>, y' = y - mean, have the Voronoi cells of the z in
/// the norm of A⁻¹: each z lies in its own, and no cell is empty if all z lie in the domain.
///
/// Here A is such that points and domain have the same covariance (the optimal transport between
/// two Gaussians), shrunk until the z are inside; nothing is the answer if it would have to be
/// shrunk too far. If the z are nearly the y, and these lie inside, weights of zero are returned:
/// on a lattice they are the solution.
std::vector<double> moment_weights(std::span<const Point> points, std::span<const double> masses,
                                   const ConvexPolyhedron& domain);

/// The same with a multiple of the identity for A. Always an answer.
std::vector<double> similarity_weights(std::span<const Point> points,
                                       const ConvexPolyhedron& domain);

}  // namespace brenier::space
