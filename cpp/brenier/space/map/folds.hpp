// Which tetrahedra lie as they should when their vertices are moved, and which over others.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/points/corners.hpp"
#include "brenier/space/triangulation/cgal_triangulation.hpp"

namespace brenier::space {

/// Those of the tetrahedra, whose vertices have been moved to `corners`, that are kept so that each
/// place is covered once at most: the ones that are still positively oriented, and of two that
/// share an inner point the larger one. Neighbours must be mutual. Exact, but for which of two that
/// are as large as rounding can tell counts as the larger.
std::vector<char> unfolded(std::span<const Tetrahedron> tetrahedra,
                           std::span<const Corners> corners, const CheckInterrupt& interrupt = {});

/// Have two positively oriented tetrahedra an inner point in common? Exactly.
bool overlap(const Corners& a, const Corners& b);

}  // namespace brenier::space
