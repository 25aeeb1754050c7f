// Weights for many points, from a transport to fewer sites that stand for them.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/points/nearest_copy.hpp"
#include "brenier/space/triangulation/site_graph.hpp"

namespace brenier::space {

/// A transport to a few sites: their weights, the centroids of their cells, and which of these
/// meet. On a torus a centroid is that of the cell around its site.
struct CoarseTransport {
  std::span<const Point> sites;
  std::span<const double> weights;
  std::span<const Point> centroids;
  const SiteGraph& graph;
  NearestCopy nearest;
};

/// As in the plane (plane/problem/prolongation.hpp): the conjugate potential u*(y) = (|y|² - w) / 2
/// is the highest of convex quadratics, one for each coarse site around, with the cell's centroid
/// for its gradient, and second derivatives from how centroids change to the sites around. Each is
/// flattened until it is nowhere above u* at these.
///
/// Every coarse site has a cell, and `coarse_of_point` names one near each point.
std::vector<double> prolonged_weights(const CoarseTransport& coarse, std::span<const Point> points,
                                      std::span<const Index> coarse_of_point,
                                      const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
