// Checks of points at the gate, in the plane and in space.
#pragma once

#include <cmath>
#include <limits>
#include <ranges>
#include <span>

#include "brenier/coordinates.hpp"
#include "brenier/error.hpp"
#include "brenier/index.hpp"
#include "brenier/text.hpp"

namespace brenier {

/// The points as they are. Raises InvalidArgument when there are too many to count them by an
/// Index, and when one, which is named, is not finite or has a coordinate beyond
/// kLargestCoordinate.
template <class Points, class Point = std::ranges::range_value_t<Points>>
std::span<const Point> required_points(const char* argument, const Points& given) {
  const std::span<const Point> points(given);
  constexpr std::size_t kMost = std::numeric_limits<Index>::max();
  if (points.size() > kMost) {
    throw InvalidArgument(
        text(argument, ": got ", points.size(), "; expected ", kMost, " at most"));
  }
  const auto is_moderate = [](double c) { return std::abs(c) <= kLargestCoordinate; };
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (on_all_axes(is_moderate, points[k])) continue;
    throw InvalidArgument(text(argument, "[", k, "] is ", points[k],
                               "; expected finite coordinates of size 1e150 at most"));
  }
  return points;
}

/// The same of sites, of which there have to be some, and few enough to count all that a diagram
/// has of them.
template <class Points, class Point = std::ranges::range_value_t<Points>>
std::span<const Point> required_sites(const Points& sites) {
  if (sites.empty()) throw InvalidArgument("sites: none given; expected at least one");
  // In space a site has some 40 facets and tetrahedra, in a crystal even more.
  constexpr std::size_t kParts = kIsPlanar<Point> ? 8 : 64;
  constexpr std::size_t kMost = std::numeric_limits<Index>::max() / kParts;
  if (sites.size() > kMost) {
    throw InvalidArgument(text("sites: got ", sites.size(), "; expected ", kMost, " at most"));
  }
  return required_points("sites", sites);
}

}  // namespace brenier
