// Domains of all kinds, and what they are made of: rectangles and points of a grid.
#pragma once

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "brenier/plane/domain/polygon.hpp"

namespace brenier::testing {

/// A grid of side × side points with this spacing, the first at `origin`.
inline std::vector<Point> grid(int side, double spacing, Point origin) {
  std::vector<Point> result;
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      result.push_back(origin + spacing * Point{1.0 * column, 1.0 * row});
    }
  }
  return result;
}

inline Ring rectangle(double x0, double y0, double x1, double y1) {
  return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
}

/// Rings inside each other, the first the largest: every second one is a hole.
inline std::vector<Ring> nested(int count) {
  std::vector<Ring> result;
  for (int k = 0; k < count; ++k) result.push_back(rectangle(k, k, 20.0 - k, 20.0 - k));
  return result;
}

struct NamedDomain {
  std::string name;
  std::vector<Ring> rings;
};

inline NamedDomain square() { return {"square", {rectangle(0, 0, 1, 1)}}; }
inline NamedDomain triangle() { return {"triangle", {{{0, 0}, {1, 0.125}, {0.25, 1}}}}; }
inline NamedDomain l_shape() {
  return {"L", {{{0, 0}, {1, 0}, {1, 0.25}, {0.25, 0.25}, {0.25, 1}, {0, 1}}}};
}
inline NamedDomain u_shape() {
  return {"U",
          {{{0, 0}, {1, 0}, {1, 1}, {0.75, 1}, {0.75, 0.125}, {0.25, 0.125}, {0.25, 1}, {0, 1}}}};
}
inline NamedDomain star() {
  Ring ring;
  for (int k = 0; k < 10; ++k) {
    const double angle = 0.1 + k * std::numbers::pi / 5.0, radius = k % 2 == 0 ? 0.5 : 0.2;
    ring.push_back(Point{0.5, 0.5} + radius * Point{std::cos(angle), std::sin(angle)});
  }
  return {"star", {ring}};
}
/// A square with two holes, one of them with an island, all on the lattice of eighths.
inline NamedDomain holed() {
  return {"holed",
          {rectangle(0, 0, 1, 1),
           rectangle(0.125, 0.125, 0.625, 0.625),
           rectangle(0.25, 0.25, 0.5, 0.5),
           {{0.75, 0.75}, {0.875, 0.875}, {0.75, 0.875}}}};
}
/// A square with holes that touch it at edges and at a corner, one another, and an island in one of
/// them; cut in two where a hole touches it twice.
inline NamedDomain touching() {
  return {"touching",
          {rectangle(0, 0, 1, 1),
           {{0.25, 0}, {0.5, 0.25}, {0.25, 0.5}, {0, 0.25}},
           {{0.25, 0.25}, {0.375, 0.375}, {0.25, 0.375}},
           {{0.5, 0.25}, {0.5, 0.5}, {0.75, 0.5}},
           {{1, 1}, {0.75, 0.875}, {0.875, 0.75}}}};
}
/// The black squares of a board of 4 × 4.
inline NamedDomain checkerboard() {
  NamedDomain result{"checkerboard", {}};
  for (const Point p : grid(4, 0.25, {0, 0})) {
    if (std::fmod(p.x + p.y, 0.5) == 0.0) {
      result.rings.push_back(rectangle(p.x, p.y, p.x + 0.25, p.y + 0.25));
    }
  }
  return result;
}

inline std::vector<NamedDomain> domains() {
  return {square(), triangle(), l_shape(), u_shape(), star(), holed(), touching(), checkerboard()};
}

}  // namespace brenier::testing
