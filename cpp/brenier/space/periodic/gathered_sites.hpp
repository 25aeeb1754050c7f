// A start for sites that lie together somewhere on a torus.
#pragma once

#include <span>
#include <vector>

#include "brenier/space/points/torus.hpp"

namespace brenier::space {

/// The torus is cut open where the widest gaps between sites are, along each axis, and then so that
/// the box is about the mean of the sites: a box in space, over which `moment_weights` spreads
/// them. The answer is nothing if they are spread already, or cannot be.
std::vector<double> weights_of_gathered(std::span<const Point> sites,
                                        std::span<const double> masses, const Torus& torus);

}  // namespace brenier::space
