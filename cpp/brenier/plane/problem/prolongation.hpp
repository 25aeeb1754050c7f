// Weights for many points, from a transport to fewer sites that stand for them.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"

namespace brenier {

/// The conjugate potential u*(y) = (|y|² - w) / 2 is convex. It is known at the coarse sites, and
/// so is its gradient there, the centroid of the cell; how centroids change from a site to its
/// neighbours tells its second derivatives. That makes a convex quadratic of each coarse site. It
/// is flattened until it is nowhere above u* at the sites around; then the highest of the
/// quadratics around a point is nearly convex, so that hardly any point is hidden, also where u*
/// has a crease.
///
/// Every coarse site has a cell, and `coarse_of_point` names one near each point. Where all of them
/// lie on a line there are no triangles, but the edges are there.
std::vector<double> prolonged_weights(const RegularTriangulation& coarse,
                                      std::span<const Point> centroids,
                                      std::span<const Point> points,
                                      std::span<const Index> coarse_of_point,
                                      const CheckInterrupt& interrupt = {});

}  // namespace brenier
