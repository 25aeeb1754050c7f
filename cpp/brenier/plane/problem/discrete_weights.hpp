// A start from a discrete transport: the source as finitely many atoms.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/density/density.hpp"

namespace brenier {

/// Weights for which atoms of the source, a few for each point, lie in the cells in the numbers
/// that their masses want: the prices of the transport between them. So nearly every cell has some
/// mass, about its own, however far the parts of the source are from each other. Where parts have
/// the masses of some cells exactly, prices may differ between them by any number of an interval:
/// its middle is taken.
std::vector<double> discrete_weights(std::span<const Point> points, std::span<const double> masses,
                                     const Density& source, const CheckInterrupt& interrupt = {});

}  // namespace brenier
