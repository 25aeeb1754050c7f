#include "brenier/plane/points/convex_hull.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "brenier/plane/points/distinct_sites.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Is no point to the right of an edge, and does the chain turn left at each vertex?
bool is_strict_hull(const std::vector<Index>& hull, const std::vector<Point>& points) {
  const std::size_t count = hull.size();
  for (std::size_t k = 0; k < count; ++k) {
    const Point a = points[hull[k]], b = points[hull[(k + 1) % count]],
                c = points[hull[(k + 2) % count]];
    if (orientation(a, b, c) <= 0) return false;
    for (const Point p : points) {
      if (orientation(a, b, p) < 0) return false;
    }
  }
  return count >= 3;
}

TEST_CASE("a convex hull turns left at each vertex and leaves no point out") {
  Random random(90);
  std::vector<std::vector<Point>> inputs{random.points(1000), random.clusters(1000),
                                         grid(20, 1.0, {-3, 7})};
  std::vector<Point> circle;
  for (int k = 0; k < 500; ++k) {
    const double angle = random.uniform(0, 7);
    circle.push_back({std::cos(angle), std::sin(angle)});
  }
  inputs.push_back(circle);
  for (int round = 0; round < 300; ++round) {
    std::vector<Point> few{{0, 0}, {1, 0}, {0, 1}};
    for (int k = 0; k < round % 12; ++k) {
      const double x = static_cast<double>(random.integer(0, 3));
      few.push_back({x, static_cast<double>(random.integer(0, 3))});
    }
    inputs.push_back(distinct_sites(few).points);
  }
  int wrong = 0;
  for (const auto& points : inputs) wrong += !is_strict_hull(convex_hull(points), points);
  CHECK(wrong == 0);
  CHECK(convex_hull(grid(20, 1.0, {-3, 7})).size() == 4);
}

TEST_CASE("the hull of points on a line is its two ends") {
  const std::vector<Point> line{{1, 2}, {3, 6}, {0, 0}, {2, 4}};
  const std::vector<Index> hull = convex_hull(line);
  REQUIRE(hull.size() == 2);
  CHECK(std::minmax(hull[0], hull[1]) == std::pair<const Index&, const Index&>(1, 2));
  CHECK(convex_hull(std::vector<Point>{{5, 5}}) == std::vector<Index>{0});
}

}  // namespace
}  // namespace brenier
