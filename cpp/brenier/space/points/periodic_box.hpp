// A box whose opposite faces are one, as the caller has it and as a torus in local coordinates.
#pragma once

#include <span>
#include <vector>

#include "brenier/space/points/similarity.hpp"
#include "brenier/space/points/torus.hpp"

namespace brenier::space {

/// Sites in a periodic box, and where the caller has them: `turns` periods away.
struct WrappedSites {
  std::vector<Point> points;
  std::vector<Shift> turns;
};

/// The lower corner is the origin of the local coordinates.
struct PeriodicBox {
  Box bounds;
  Similarity similarity;
  Torus torus;

  explicit PeriodicBox(const Box& given);

  /// In the caller's unit.
  Point period() const { return bounds.high - bounds.low; }
  /// Local copies of points of the caller's, in the box.
  std::vector<Point> wrapped(std::span<const Point> points) const;
  /// The same of sites. Raises InvalidArgument when there is none, and when one is not finite or
  /// 2²⁹ periods away.
  WrappedSites wrapped_sites(std::span<const Point> sites) const;
  /// From local coordinates, and so many periods on.
  Point from_local(Point x, Shift turns) const {
    const Point place = similarity.from_local(x);
    return {place.x + turns.x * period().x, place.y + turns.y * period().y,
            place.z + turns.z * period().z};
  }
};

}  // namespace brenier::space
