// The point that has the same power to four weighted sites: a vertex of the diagram.
#pragma once

#include <array>

#include "brenier/space/triangulation/cgal_triangulation.hpp"

namespace brenier::space {

/// To the rounding of the result, however flat the tetrahedron is: where doubles would not do, it
/// is computed in pairs of them, and where these would not, in rational numbers.
Point power_center(const std::array<WeightedPoint, 4>& sites);

}  // namespace brenier::space
