// Where a triangulation is not regular: the first, and in the end the only, pass of a repair.
#pragma once

#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/points/triangle.hpp"

namespace brenier {

struct IrregularTriangles {
  std::vector<Index> triangles;  // one beside each edge that is not locally regular, in order
  bool hide_a_site = false;      // is one of these edges proof that a site's cell is empty?
};

/// Tests every edge, exactly. The same for any number of workers.
IrregularTriangles find_irregular_triangles(std::span<const Triangle> triangles,
                                            std::span<const Point> sites,
                                            std::span<const double> weights, int workers,
                                            const CheckInterrupt& interrupt);

}  // namespace brenier
