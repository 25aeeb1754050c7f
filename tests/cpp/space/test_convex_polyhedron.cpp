// Domains in space: what is accepted, what is refused and why.
#include <doctest/doctest.h>

#include <cmath>

#include "brenier/error.hpp"
#include "brenier/space/measure/source.hpp"

namespace brenier::space {
namespace {

const std::vector<Point> kCorners{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
const std::vector<std::vector<Index>> kFaces{{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};

TEST_CASE("a box and a tetrahedron have the volume and the centroid that they should have") {
  const Source box = Source::box({-1, 0, 2}, {1, 3, 4});
  CHECK(box.volume() == 12.0);
  CHECK(box.centroid() == Point{0, 1.5, 3});
  CHECK(box.local.contains(box.similarity.to_local({0, 0, 3})));
  CHECK_FALSE(box.local.contains(box.similarity.to_local({0, -0.001, 3})));
  const Source tetrahedron(kCorners, kFaces);
  CHECK(tetrahedron.volume() == doctest::Approx(1.0 / 6));
  CHECK(largest_coordinate(tetrahedron.centroid() - Point{0.25, 0.25, 0.25}) < 1e-15);
}

TEST_CASE("what is not closed, convex and oriented is refused by name") {
  const auto refused = [](std::vector<Point> vertices, std::vector<std::vector<Index>> faces,
                          const char* part) {
    try {
      const Source made(std::move(vertices), std::move(faces));
      FAIL("accepted");
    } catch (const InvalidArgument& error) {
      CHECK(std::string(error.what()).find(part) != std::string::npos);
    }
  };
  auto faces = kFaces;
  faces.pop_back();
  refused(kCorners, faces, "faces: got 3");
  faces = kFaces;
  faces[3] = {1, 3, 2};
  refused(kCorners, faces, "faces[3] runs from vertex 1 to 3");
  faces = kFaces;
  faces[2] = {0, 3, 4};
  refused(kCorners, faces, "faces[2] names the vertex 4");
  faces = kFaces;
  for (auto& face : faces) face = {face[2], face[1], face[0]};
  refused(kCorners, faces, "reverse each");
  auto corners = kCorners;
  corners[1].x = std::nan("");
  refused(corners, kFaces, "vertices[1]");
  corners = kCorners;
  corners[3] = {0.3, 0.3, 0.0};
  refused(corners, kFaces, "no volume");
  // A cube with a corner pushed in; and one with a face that is not plane.
  const Source cube = Source::box({0, 0, 0}, {1, 1, 1});
  corners = cube.vertices;
  corners[7] = {0.4, 0.4, 0.4};
  refused(corners, cube.local.faces(), "faces[");
  CHECK_THROWS_AS(Source::box({0, 0, 0}, {1, 0, 1}), InvalidArgument);
}

}  // namespace
}  // namespace brenier::space
