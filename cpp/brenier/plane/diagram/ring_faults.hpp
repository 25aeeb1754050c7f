// Are the rings of a cell, with their vertices rounded, still polygons?
#pragma once

#include <optional>
#include <vector>

#include "brenier/plane/diagram/cell_rings.hpp"

namespace brenier {

/// What keeps the rings of a cell from being polygons that meet at vertices only: two pieces that
/// cross, overlap, or touch inside of one of them; or the pieces of a ring that runs the wrong way
/// round. As places in `rings.pieces()`.
struct RingFault {
  std::vector<Index> pieces;
};

/// The first fault, exactly; none if pieces meet at ends and each ring runs counter-clockwise, or
/// clockwise as a hole in another. If that is so of all cells, they do not overlap: the pieces
/// between cells cancel, so the numbers of times that the rings of cells go round a point, none of
/// them negative, sum to how often the boundary of the domain does, which is once.
std::optional<RingFault> fault_of(const CellRings& rings);

/// The same for what is outside of all cells, which has no orientation that could be wrong.
std::optional<RingFault> contact_in(const CellRings& rings);

}  // namespace brenier
