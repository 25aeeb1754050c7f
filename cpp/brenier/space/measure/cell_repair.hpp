// Giving cells that came out empty some mass, by raising the weights of their sites and no others.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/space/domain/convex_polyhedron.hpp"
#include "brenier/space/triangulation/regular_triangulation.hpp"
#include "brenier/waist/cell_measures.hpp"

namespace brenier::space {

/// The weights of the triangulation with those of empty cells raised, each as if it were the only
/// one, until its cell has about the mass wanted under the uniform density. Where they are in each
/// other's way, some stay empty.
std::vector<double> empty_cells_raised(const RegularTriangulation& triangulation,
                                       const ConvexPolyhedron& domain, std::span<const Index> empty,
                                       std::span<const double> wanted_masses,
                                       const CheckInterrupt& interrupt);

/// Raises the weights of cells that have some mass, until they have about the masses wanted: the
/// cube root of the mass is linear in the weight.
void raise_small_cells(std::vector<double>& weights, const CellMeasures& measures,
                       std::span<const Index> cells, std::span<const double> wanted_masses);

}  // namespace brenier::space
