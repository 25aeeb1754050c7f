// A box whose opposite sides are one, as the caller has it and as a torus in local coordinates: in
// the plane and in space.
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "brenier/error.hpp"
#include "brenier/required_points.hpp"
#include "brenier/similarity.hpp"
#include "brenier/text.hpp"

namespace brenier {

/// The lower corner is the origin of the local coordinates.
template <class Point, class Shift, class Torus>
struct PeriodicBoxOf {
  BoxOf<Point> bounds;
  SimilarityOf<Point> similarity;
  Torus torus;

  /// Sites in the box, and where the caller has them: `turns` periods away.
  struct WrappedSites {
    std::vector<Point> points;
    std::vector<Shift> turns;
  };

  explicit PeriodicBoxOf(const BoxOf<Point>& given)
      : bounds(given),
        similarity{given.low, SimilarityOf<Point>::of(given).unit},
        torus(similarity.to_local(given.high)) {}

  /// In the caller's unit.
  Point period() const { return bounds.high - bounds.low; }
  /// Local copies of points of the caller's, in the box.
  std::vector<Point> wrapped(std::span<const Point> points) const {
    std::vector<Point> result = similarity.to_local(points);
    for (Point& p : result) p = torus.wrapped(p);
    return result;
  }
  /// The same of sites. Raises InvalidArgument when there is none, and when one is not finite or
  /// 2²⁹ periods away.
  WrappedSites wrapped_sites(std::span<const Point> sites) const;
  /// From local coordinates, and so many periods on.
  Point from_local(Point x, Shift turns) const {
    return along_axes<Point>([](double c, Index n, double side) { return c + n * side; },
                             similarity.from_local(x), turns, period());
  }
};

template <class Point, class Shift, class Torus>
auto PeriodicBoxOf<Point, Shift, Torus>::wrapped_sites(std::span<const Point> sites) const
    -> WrappedSites {
  required_sites(sites);
  WrappedSites result{similarity.to_local(sites), {}};
  result.turns.reserve(sites.size());
  for (std::size_t k = 0; k < sites.size(); ++k) {
    Point& p = result.points[k];
    const Point inside = torus.wrapped(p);
    const auto turns = along_axes<Point>(
        [](double from, double to, double side) { return std::nearbyint((from - to) / side); }, p,
        inside, torus.period());
    constexpr double kMostTurns = 1 << 29;
    if (!on_all_axes([](double n) { return std::abs(n) <= kMostTurns; }, turns)) {
      throw InvalidArgument(
          text("sites[", k, "] is ", sites[k],
               ", too far from the periodic box for any digit to say where in it ",
               "that is; expected 2^29 of its sides at most"));
    }
    p = inside;
    result.turns.push_back(
        along_axes<Shift>([](double n) { return static_cast<Index>(n); }, turns));
  }
  return result;
}

}  // namespace brenier
