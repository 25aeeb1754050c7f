// Are the rings of a cell, with their vertices rounded, still polygons?
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "brenier/plane/diagram/cell_rings.hpp"

namespace brenier {

/// Something that keeps the rings of a cell from being valid polygons: two pieces that cross or
/// overlap, or a ring that runs the wrong way round.
struct RingFault {
  /// The pieces at fault, as places in `rings.pieces()`, with no other between them to blame.
  std::vector<Index> pieces;
};

/// The first fault, exactly; none if the rings do not cross and each runs counter-clockwise, or
/// clockwise as a hole in another. If that is so of all cells, they do not overlap: the pieces
/// between cells cancel, so the numbers of times that the rings of cells go round a point, none of
/// them negative, sum to how often the boundary of the domain does, which is once.
std::optional<RingFault> fault_of(const CellRings& rings);

/// The same for what is outside of all cells, which has no orientation that could be wrong.
std::optional<RingFault> crossing_in(const CellRings& rings);

}  // namespace brenier
