// Which sites of a regular triangulation are hidden, and that no site is below its triangles'
// planes.
#include <doctest/doctest.h>

#include <cmath>

#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "inputs/whole_site_sets.hpp"
#include "oracles/triangles.hpp"
#include "oracles/wide_integer.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Of site d, to the power circle of a triangle; all numbers are whole.
int power_test(const RegularTriangulation& t, const Triangle& triangle, Index d) {
  const auto site = [&](Index k) {
    const Point y = t.sites()[k];
    return WideSite{{static_cast<Wide>(y.x), static_cast<Wide>(y.y)},
                    static_cast<Wide>(t.weights()[k])};
  };
  const auto& [a, b, c] = triangle.vertices;
  return wide_power_test(site(a), site(b), site(c), site(d));
}

TEST_CASE("power circles are empty - by an exact predicate - also with ties and hidden sites") {
  for (const Sites& input : whole_site_sets()) {
    CAPTURE(input.name);
    const RegularTriangulation t(input.points, input.weights);
    REQUIRE(!t.triangles().empty());
    int flat = 0, not_empty = 0;
    for (const Triangle& triangle : t.triangles()) {
      const auto& [a, b, c] = corners_of(triangle, t.sites());
      flat += orientation(a, b, c) <= 0;
      for (Index d = 0; d < static_cast<Index>(t.sites().size()); ++d) {
        not_empty += power_test(t, triangle, d) > 0;
      }
    }
    CHECK(flat == 0);
    CHECK(not_empty == 0);
  }
}

TEST_CASE(
    "a site is hidden exactly if no triangle's power circle - nor the hull - leaves it room") {
  // A site whose lifted point lies above the triangle around it is hidden; a hidden site lies in a
  // triangle (and above it: power circles are empty).
  Random random(31);
  int hidden = 0;
  for (const Sites& input : whole_site_sets()) {
    CAPTURE(input.name);
    const RegularTriangulation t(input.points, input.weights);
    int wrong = 0;
    for (Index d = 0; d < static_cast<Index>(t.sites().size()); ++d) {
      // The triangle that holds d: its plane is the lower hull there.
      bool above = false, covered = false;
      for (const Triangle& triangle : t.triangles()) {
        const bool inside = is_inside(corners_of(triangle, t.sites()), t.sites()[d]);
        covered = covered || inside;
        if (inside && power_test(t, triangle, d) < 0) above = true;
      }
      wrong += above && !t.is_hidden(d);
      wrong += t.is_hidden(d) && !covered;
      hidden += t.is_hidden(d);
    }
    CHECK(wrong == 0);
  }
  CHECK(hidden > 20);
  // Without weights nothing is hidden.
  const RegularTriangulation voronoi(random.points(200), zeros(200));
  for (Index k = 0; k < 200; ++k) CHECK(!voronoi.is_hidden(k));
}

TEST_CASE("a site is hidden from just the weight at which its cell vanishes") {
  // In the middle of a square: the corners' power circle has power -2 there.
  const std::vector<Point> sites{{1, 1}, {-1, 1}, {-1, -1}, {1, -1}, {0, 0}};
  const auto hides = [&](double weight) {
    return RegularTriangulation(sites, {0, 0, 0, 0, weight}).is_hidden(4);
  };
  CHECK(hides(-2.5));
  CHECK(hides(std::nextafter(-2.0, -3.0)));
  CHECK(!hides(std::nextafter(-2.0, 0.0)));
  CHECK(!hides(0.0));
  // Nor does it matter that it comes first.
  const RegularTriangulation first({{0, 0}, {1, 1}, {-1, 1}, {-1, -1}, {1, -1}}, {-3, 0, 0, 0, 0});
  CHECK(first.is_hidden(0));
  CHECK(first.some_visible_site() != 0);
  const RegularTriangulation heavy(sites, {0, 0, 0, 0, 100});
  // From the centre's weight on the corners keep their unbounded cells.
  for (Index k = 0; k < 5; ++k) CHECK(!heavy.is_hidden(k));
}

}  // namespace
}  // namespace brenier
