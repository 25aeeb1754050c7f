// How things are counted.
#pragma once

#include <cstdint>

namespace brenier {

/// Index of a site, a triangle, a facet. Signed 32 bits: two thirds of the memory traffic of 64,
/// and 2^31 sites would need more memory than any machine that this library meets.
using Index = std::int32_t;

/// "None": no such site, cell, triangle.
inline constexpr Index kNone = -1;

}  // namespace brenier
