#include "brenier/map/centroid_mesh.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "inputs/extended.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("each triangle of the mesh has two edges of the map or three among its sides") {
  const Extended e(Random(2).points(400));
  int with_two = 0;
  for (std::size_t t = 0; t < e.mesh->edges_of_triangles().size(); ++t) {
    const auto& edges = e.mesh->edges_of_triangles()[t];
    const auto& vertices = e.mesh->cover().simplices()[t].vertices;
    with_two += std::count(edges.begin(), edges.end(), kNone) == 1;
    CHECK(std::count(edges.begin(), edges.end(), kNone) <= 1);
    for (int k = 0; k < 3; ++k) {
      if (edges[k] == kNone) continue;
      const auto [low, high] = std::minmax(vertices[next(k)], vertices[previous(k)]);
      CHECK(e.mesh->edges()[edges[k]].sites == std::array<Index, 2>{low, high});
    }
  }
  CHECK(with_two > 0);
}

}  // namespace
}  // namespace brenier
