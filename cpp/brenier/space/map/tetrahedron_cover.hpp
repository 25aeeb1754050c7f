// Of tetrahedra that do not overlap, which one is a point in?
#pragma once

#include "brenier/simplex_cover.hpp"
#include "brenier/space/points/corners.hpp"
#include "brenier/space/triangulation/cgal_triangulation.hpp"

namespace brenier::space {

using TetrahedronCover = SimplexCover<Tetrahedron, Corners>;

inline const std::array<Index, 4>& sites_of(const Tetrahedron& t) { return t.sites; }

}  // namespace brenier::space
