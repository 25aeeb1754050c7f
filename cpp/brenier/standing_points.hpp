// Points that stand for others near by, in the plane and in space.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

#include "brenier/near_points.hpp"

namespace brenier {

/// Each with the masses of those that it stands for.
template <class Point>
struct StandingPoints {
  std::vector<Point> points;
  std::vector<double> masses;
  std::vector<Index> standing;  // of each of the given points: which of these stands for it
};

/// For all within a distance; nullopt unless one stands for three or more.
template <class Points, class P = std::ranges::range_value_t<Points>>
std::optional<StandingPoints<P>> standing_points(const Points& points,
                                                 std::span<const double> masses, double near,
                                                 const CheckInterrupt& interrupt = {}) {
  const std::vector<Index> of_points =
      representatives(points, {[=](Index) { return near; }, near}, std::less<Index>(), interrupt);
  StandingPoints<P> result;
  std::vector<Index> number(points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (of_points[k] != static_cast<Index>(k)) continue;
    number[k] = static_cast<Index>(result.points.size());
    result.points.push_back(points[k]);
  }
  result.masses.resize(result.points.size());
  std::vector<Index> members(result.points.size(), 0);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Index g = number[of_points[k]];
    result.standing.push_back(g);
    result.masses[g] += masses[k];
    ++members[g];
  }
  // A border between two goes through the cell of both, wherever rounding puts it.
  const bool has_strips =
      std::any_of(members.begin(), members.end(), [](Index n) { return n > 2; });
  return has_strips ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace brenier
