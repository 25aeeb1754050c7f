#include "brenier/map/triangle_cover.hpp"

#include <doctest/doctest.h>

#include "brenier/map/folds.hpp"
#include "inputs/moved_triangles.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Of the triangles that are not folded.
TriangleCover cover_of(const Moved& moved) {
  const auto& [triangles, corners] = moved;
  const std::vector<char> is_kept = unfolded(triangles, corners);
  std::vector<Index> number(triangles.size(), kNone);
  std::vector<Triangle> kept;
  std::vector<Corners> kept_corners;
  for (std::size_t t = 0; t < triangles.size(); ++t) {
    if (!is_kept[t]) continue;
    number[t] = static_cast<Index>(kept.size());
    kept.push_back(triangles[t]);
    kept_corners.push_back(corners[t]);
  }
  for (Triangle& t : kept) {
    for (Index& n : t.neighbors) n = n == kNone ? kNone : number[n];
  }
  return {kept, kept_corners};
}

TEST_CASE("the triangle of a point is the lowest that contains it - wherever the search starts") {
  for (const double distance : {0.0, 0.02, 0.05}) {
    CAPTURE(distance);
    const TriangleCover cover = cover_of(Moved(120, distance, 6));
    const Index count = static_cast<Index>(cover.simplices().size());
    REQUIRE(count > 50);
    Random random(7);
    std::vector<Point> queries = random.points(300, -0.1, 1.1);
    for (Index t = 0; t < count; ++t) {  // vertices, and middles of edges as far as doubles go
      const Corners& c = cover.corners(t);
      queries.push_back(c[0]);
      queries.push_back(0.5 * (c[1] + c[2]));
    }
    for (const Point x : queries) {
      Index expected = kNone;
      for (Index t = count - 1; t >= 0; --t) {
        if (is_inside(cover.corners(t), x)) expected = t;
      }
      for (int k = 0; k < 5; ++k) {
        const Index hint = static_cast<Index>(random.integer(0, count - 1));
        CHECK(cover.containing(x, hint) == expected);
      }
    }
  }
}

TEST_CASE("no triangles contain no point") {
  const TriangleCover nothing({}, {});
  CHECK(nothing.containing({0, 0}, 0) == kNone);
}

}  // namespace
}  // namespace brenier
