// Sites so near to each other that weights in doubles cannot place the border between their cells.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/domain/convex_polyhedron.hpp"
#include "brenier/space/points/torus.hpp"

namespace brenier::space {

/// The distance within which another point is a near copy of a point: the rounding of weights moves
/// the border between their cells by more than a part of their width (docs/design/near-copies.md).
class CopyDistance {
 public:
  /// Points are in local coordinates, with positive masses that sum to 1. Keeps a view of both.
  CopyDistance(std::span<const Point> points, std::span<const double> masses,
               const ConvexPolyhedron& domain);
  /// The same on a torus, of points that have been `gathered`: wherever its seam is.
  CopyDistance(std::span<const Point> points, std::span<const double> masses, const Torus& torus);

  double operator()(Index point) const;
  /// No less than that of any point.
  double largest() const;

 private:
  void measure();
  double within(double from_middle, double from_mean, double mass) const;

  std::span<const Point> points_;
  std::span<const double> masses_;
  Box box_;
  double volume_;
  Point mean_;
  double deviation_;
};

/// For each point the one that stands for it, which is the heaviest, or the first of the heaviest
/// by `age`: itself, or one whose near copy it is.
std::vector<Index> near_copies(std::span<const Point> points, std::span<const double> masses,
                               const ConvexPolyhedron& domain, std::span<const Index> age,
                               const CheckInterrupt& interrupt = {});
/// The same on a torus, also across its seam.
std::vector<Index> near_copies(std::span<const Point> points, std::span<const double> masses,
                               const Torus& torus, std::span<const Index> age,
                               const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
