// Which triangles lie flat when their vertices are moved, and which are folded over others.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/points/corners.hpp"
#include "brenier/plane/points/triangle.hpp"

namespace brenier {

/// Those of the triangles, whose vertices have been moved to `corners`, that are not folded: the
/// ones that are still counter-clockwise and share no inner point with another that is. Neighbours
/// must be mutual. Of a triangle at the rim and all that overlap it, none is kept. Exact.
std::vector<char> unfolded(std::span<const Triangle> triangles, std::span<const Corners> corners,
                           const CheckInterrupt& interrupt = {});

/// Have two counter-clockwise triangles an inner point in common? Exactly.
bool overlap(const Corners& a, const Corners& b);

}  // namespace brenier
