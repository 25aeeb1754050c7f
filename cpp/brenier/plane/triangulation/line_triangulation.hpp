// The regular triangulation of sites on a line: a chain of edges.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/triangulation/weighted_point.hpp"

namespace brenier {

/// The sites on a line that have a cell, in their order along it.
std::vector<Index> visible_along_line(std::span<const Point> sites,
                                      std::span<const double> weights);

}  // namespace brenier
