// The power diagram on the domain's boundary alone, kept up to date while weights rise.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/diagram/appearance.hpp"
#include "brenier/plane/points/segment.hpp"

namespace brenier {

/// Cells that are not hidden but lie outside of the domain enter it through the boundary, as do
/// those of hidden sites whose triangle has its power centre outside.
class BoundaryEnvelope {
 public:
  /// From the boundary's segments in their order, each with its owner on the left.
  BoundaryEnvelope(std::span<const Segment> boundary, std::span<const Point> sites,
                   std::span<const double> weights);

  /// The appearance on the boundary of a site whose cell is outside.
  Appearance appearance(Index site) const;
  /// Gives the site, with a higher weight, what it now owns of the boundary.
  void raise(Index site, double weight);

 private:
  WeightedPoint site(Index k) const { return {sites_[k], weights_[k]}; }
  double excess(Index k, const Segment& piece, Point x) const {
    return power_difference(x, site(k), site(piece.left));
  }

  std::vector<Segment> pieces_;
  std::span<const Point> sites_;
  std::vector<double> weights_;
};

}  // namespace brenier
