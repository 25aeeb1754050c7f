// Of triangles that do not overlap, which one is a point in?
#pragma once

#include "brenier/plane/points/corners.hpp"
#include "brenier/plane/points/triangle.hpp"
#include "brenier/simplex_cover.hpp"

namespace brenier {

using TriangleCover = SimplexCover<Triangle, Corners>;

inline const std::array<Index, 3>& sites_of(const Triangle& t) { return t.vertices; }

}  // namespace brenier
