// Piecewise linear interpolation on the triangulation: how the conjugate potential is evaluated.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/triangulation/hull_triangulation.hpp"

namespace brenier::space {

/// The values at the sites (those of hidden ones do not count), interpolated linearly on
/// tetrahedra, or in the plane or along the line that all sites lie in; +infinity outside of their
/// convex hull, exactly.
std::vector<double> interpolate(const HullTriangulation& hull, std::span<const double> values,
                                std::span<const Point> at, int workers = 1,
                                const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
