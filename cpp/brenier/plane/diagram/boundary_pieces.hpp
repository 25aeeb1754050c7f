// Which cell owns which piece of the domain's boundary, exactly.
#pragma once

#include <vector>

#include "brenier/plane/diagram/exact_clipper.hpp"

namespace brenier {

/// The boundary of the domain, ring after ring, divided among the cells at all the `changes` that
/// the facets make. The ends of its edges have the numbers from `first_corner` on.
std::vector<Piece> boundary_pieces(const RegularTriangulation& triangulation,
                                   const Polygon& polygon, std::vector<ChangeOfOwner> changes,
                                   Index first_corner);

}  // namespace brenier
