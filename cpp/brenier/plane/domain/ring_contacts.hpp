// Closed chains of edges: do they cross or overlap, or at most touch in single points?
#pragma once

#include <optional>
#include <span>

#include "brenier/plane/points/point.hpp"

namespace brenier {

/// Two edges, each given by its first vertex, and what they do at a common point. They touch if the
/// first vertex of one lies inside the other.
struct Clash {
  enum class Kind { kCross, kOverlap, kTouch };

  Index edge;
  Index other;
  Kind kind;
};

/// A pair of edges at which the rings, or a ring with itself, cross or overlap along a length;
/// decided exactly. next[k] is the vertex after vertex k in its ring. Where there is none, the
/// rings become simple and disjoint when they are moved a little at the points in which they touch.
std::optional<Clash> find_clash(std::span<const Point> vertices, std::span<const Index> next);

/// The same, or a pair of edges that touch: where there is none, edges meet at their ends only.
std::optional<Clash> find_contact(std::span<const Point> vertices, std::span<const Index> next);

}  // namespace brenier
