#include "brenier/plane/triangulation/triangle_walk.hpp"

#include <doctest/doctest.h>

#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "inputs/whole_site_sets.hpp"
#include "oracles/triangles.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("a triangle that contains a point is found from anywhere - outside there is none") {
  Random random(36);
  for (const Sites& input : whole_site_sets()) {
    CAPTURE(input.name);
    const RegularTriangulation t(input.points, input.weights);
    const auto count = static_cast<Index>(t.triangles().size());
    int wrong = 0;
    const auto contains = [&](Index triangle, Point y) {
      return is_inside(corners_of(t.triangles()[triangle], t.sites()), y);
    };
    for (Index k = 0; k < static_cast<Index>(t.sites().size()); ++k) {
      const Point y = t.sites()[k];
      const Index hint = static_cast<Index>(random.integer(0, count - 1));
      const Index found = t.triangle_containing(y, hint);
      wrong += found == kNone || !contains(found, y);
      wrong += t.triangle_near(k) < 0 || t.triangle_near(k) >= count;
    }
    for (int k = 0; k < 100; ++k) {
      const Point y = random.point(-3e6, 3e6);
      const Index found = t.triangle_containing(y);
      bool is_inside = false;
      for (Index m = 0; m < count; ++m) is_inside = is_inside || contains(m, y);
      wrong += is_inside ? found == kNone || !contains(found, y) : found != kNone;
    }
    CHECK(wrong == 0);
  }
  const RegularTriangulation line({{0, 0}, {1, 1}, {2, 2}}, {0, 0, 0});
  CHECK(line.triangle_containing({1, 1}) == kNone);
}

}  // namespace
}  // namespace brenier
