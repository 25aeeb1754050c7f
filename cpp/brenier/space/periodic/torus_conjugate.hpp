// The Legendre dual of the potential of a torus, unrolled.
#pragma once

#include <span>

#include "brenier/space/periodic/torus_triangulation.hpp"

namespace brenier::space {

/// The supremum over x of <x, z> - u(x), with u the maximum over all copies P of sites of
/// <x, P> + (w - |P|²) / 2: the largest value at a vertex v of the diagram, where the difference is
///
///     (|z|² - |v - z|² + |v - P|² - w) / 2
///
/// for each cell that has v. It is a concave function, so walking upwards from vertex to vertex
/// finds the largest. `near` is a site whose copies are not far from z; weights are those of the
/// diagram, up to a constant.
double conjugate_on_torus(const TorusTriangulation& triangulation, std::span<const double> weights,
                          Point z, Index near);

}  // namespace brenier::space
