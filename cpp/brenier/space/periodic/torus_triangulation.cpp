#include "brenier/space/periodic/torus_triangulation.hpp"

#include <utility>

namespace brenier::space {

TorusTriangulation::TorusTriangulation(const SiteCopies& copies, const Torus& torus,
                                       UninitializedVector<TorusTetrahedron> tetrahedra,
                                       UninitializedVector<TorusVertex> vertices)
    : copies_(&copies),
      torus_(&torus),
      tetrahedra_(std::move(tetrahedra)),
      vertices_(std::move(vertices)),
      corner_of_(copies.site_count(), kNone) {
  for (Index t = 0; t < size(); ++t) {
    for (int k = 0; k < 4; ++k) corner_of_[site(t, k)] = 4 * t + k;
  }
}

}  // namespace brenier::space
