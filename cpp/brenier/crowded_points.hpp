// Which points have another one near by? A table of the boxes of a grid that hold one.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <ranges>
#include <utility>
#include <vector>

#include "brenier/box.hpp"
#include "brenier/coordinates.hpp"
#include "brenier/index.hpp"
#include "brenier/interrupt.hpp"

namespace brenier {

/// A set of names, in a table with open addressing.
class NameSet {
 public:
  explicit NameSet(std::size_t most) : names_(std::bit_ceil(2 * most), 0) {}

  /// False if it was there already.
  bool insert(std::uint64_t name) {
    std::uint64_t& place = names_[find(name)];
    return std::exchange(place, name) == 0;
  }
  bool contains(std::uint64_t name) const { return names_[find(name)] != 0; }

 private:
  /// Where the name is, or may be put.
  std::size_t find(std::uint64_t name) const {
    const std::size_t mask = names_.size() - 1;
    std::size_t at = (name >> 1) & mask;
    while (names_[at] != 0 && names_[at] != name) at = (at + 1) & mask;
    return at;
  }

  std::vector<std::uint64_t> names_;
};

/// A grid of cubes, in the plane squares, of which each has a name.
template <class Point>
class NamedBoxes {
 public:
  using Place = decltype(coordinates(Point{}));
  using Steps = std::array<std::int64_t, std::tuple_size_v<Place>>;

  NamedBoxes(Point low, double side) : low_(coordinates(low)), side_(side) {}

  /// Of the box that a point is in, moved by a number along each axis.
  Steps steps(Point p, double moved = 0.0) const {
    const Place place = coordinates(p);
    Steps result;
    for (std::size_t a = 0; a < place.size(); ++a) {
      result[a] = static_cast<std::int64_t>((place[a] + moved - low_[a]) / side_);
    }
    return result;
  }

  /// Never 0, and hardly ever that of another.
  static std::uint64_t name(const Steps& steps) {
    constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio
    std::uint64_t name = 0;
    for (const std::int64_t step : steps) {
      name = ((name ^ (name >> 32)) + static_cast<std::uint64_t>(step)) * kMix;
    }
    return (name ^ (name >> 29)) | 1;
  }

 private:
  Place low_;
  double side_;
};

/// Is there an element for which the predicate holds, from the first to the last in every entry?
template <class Steps, class Predicate>
bool any_between(const Steps& first, const Steps& last, Predicate&& holds) {
  for (Steps at = first;;) {
    if (holds(at)) return true;
    std::size_t a = 0;
    while (a < at.size() && at[a] == last[a]) {
      at[a] = first[a];
      ++a;
    }
    if (a == at.size()) return false;
    ++at[a];
  }
}

/// The points that have another one within a distance, increasing, and perhaps some that have one
/// within two hundred times that.
template <class Points, class P = std::ranges::range_value_t<Points>>
std::vector<Index> crowded_points(const Points& points, double distance,
                                  const CheckInterrupt& interrupt = {}) {
  if (points.size() < 2 || !(distance > 0.0)) return {};
  // Boxes so large that few points lie near a side of theirs; numbers of steps are exact in
  // doubles.
  constexpr double kSide = 64.0, kFinest = 0x1p-50;
  const auto box = box_of(points);
  const NamedBoxes<P> boxes(box.low, std::max(kSide * distance, kFinest * box.size()));
  const auto name_at = [&](P p) { return boxes.name(boxes.steps(p)); };
  OccasionalCheck check_here(interrupt);
  NameSet taken(points.size());
  std::vector<std::uint64_t> names_of_shared;
  for (const P p : points) {
    check_here();
    const std::uint64_t name = name_at(p);
    if (!taken.insert(name)) names_of_shared.push_back(name);
  }
  NameSet shared(names_of_shared.size() + 1);
  for (const std::uint64_t name : names_of_shared) shared.insert(name);

  std::vector<Index> result;
  for (Index k = 0; k < static_cast<Index>(points.size()); ++k) {
    check_here();
    const auto first = boxes.steps(points[k], -distance), last = boxes.steps(points[k], distance);
    if (first == last && names_of_shared.empty()) continue;
    const std::uint64_t own = name_at(points[k]);
    const auto has_another = [&](const auto& steps) {
      const std::uint64_t name = boxes.name(steps);
      return name == own ? shared.contains(own) : taken.contains(name);
    };
    if (any_between(first, last, has_another)) result.push_back(k);
  }
  return result;
}

}  // namespace brenier
