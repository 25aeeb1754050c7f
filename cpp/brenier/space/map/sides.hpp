// Which edges of the map connect the cells of a tetrahedron.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/triangulation/cgal_triangulation.hpp"

namespace brenier::space {

/// Sets of edges, by their numbers, and which of them each tetrahedron has: several may have one.
struct Sides {
  std::vector<Index> edges;
  std::vector<Index> begin = {0};  // set k has the edges [begin[k], begin[k + 1])
  std::vector<Index> set_of;       // of each tetrahedron, kNone if its cells are not connected

  std::span<const Index> set(Index k) const {
    return {edges.data() + begin[k], edges.data() + begin[k + 1]};
  }
  /// Adds a set, and returns its number.
  Index add(std::span<const Index> more) {
    edges.insert(edges.end(), more.begin(), more.end());
    begin.push_back(static_cast<Index>(edges.size()));
    return static_cast<Index>(begin.size()) - 2;
  }
};

/// For each tetrahedron of sites those of its six sides that are `edges` (sorted pairs, the lower
/// site first), if these connect all four. If they do not, all sides of its group that are edges,
/// should these do; and no set if not even those. A group are the tetrahedra with the same entry in
/// `group_of`, which is the lowest index of them.
Sides connecting_sides(std::span<const Tetrahedron> tetrahedra, std::span<const Index> group_of,
                       std::span<const std::array<Index, 2>> edges, Index site_count,
                       const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
