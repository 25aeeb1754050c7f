// A start for sites that are near to each other, made of one for fewer sites.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/domain/convex_polyhedron.hpp"
#include "brenier/standing_points.hpp"

namespace brenier::space {

/// Weights of all points with which those near to each other share the cell of the one that stands
/// for them: as if each group had been blown up about the cell's centre of mass until it fills a
/// ball there, so that each of its cells is a part of the ball or more. In any weights that do not
/// know of groups such cells are thinner than rounding.
std::vector<double> split_weights(std::span<const Point> points,
                                  const StandingPoints<Point>& groups,
                                  std::vector<double> weights_of_groups,
                                  const ConvexPolyhedron& domain, int workers,
                                  const CheckInterrupt& interrupt = {});

}  // namespace brenier::space
