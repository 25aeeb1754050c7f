// Piecewise linear interpolation on the triangulation: how the conjugate potential is evaluated.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"

namespace brenier {

/// The values at the sites (those of hidden ones do not count), interpolated linearly on triangles,
/// or along the line if all sites lie on one; +infinity outside of the sites' convex hull, exactly.
std::vector<double> interpolate(const RegularTriangulation& triangulation,
                                std::span<const double> values, std::span<const Point> at,
                                const CheckInterrupt& interrupt = {});

}  // namespace brenier
