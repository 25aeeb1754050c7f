// The faces of tetrahedra in the box of a torus that lead through its seam.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "brenier/space/periodic/torus_triangulation.hpp"

namespace brenier::space {

struct FaceOfTetrahedron {
  Index tetrahedron;
  int opposite;  // the corner that is not in it
};

struct Seam {
  std::vector<Index> open;                    // tetrahedra with a face where something is wrong
  std::vector<std::pair<Index, Index>> tied;  // across a face, with the very same power centre
};

/// Links tetrahedra whose faces are the same modulo periods. Each face has to meet exactly one
/// other, on its other side, and the apex there must not be nearer, in its power, to the power
/// centre, as decided exactly. Tetrahedra where that is not so are open.
Seam sew(std::span<const FaceOfTetrahedron> faces, std::span<TorusTetrahedron> tetrahedra,
         const RegularTriangulation& triangulation, const SiteCopies& copies, const Torus& torus);

}  // namespace brenier::space
