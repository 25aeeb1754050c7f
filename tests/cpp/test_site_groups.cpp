#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "brenier/plane/points/box.hpp"
#include "brenier/site_groups.hpp"
#include "brenier/space/points/point.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("groups are cut across the longest side, in the plane and in space") {
  std::vector<Point> line;
  std::vector<space::Point> column;
  for (int k = 0; k < 16; ++k) {
    const int place = 5 * k % 16;  // in any order
    line.push_back({0.1 * (k % 2), 1.0 * place});
    column.push_back({0.1 * (k % 2), 0.1 * (k % 3), 1.0 * place});
  }
  for (const SiteGroups& groups : {SiteGroups(line, 4), SiteGroups(column, 4)}) {
    REQUIRE(groups.count() == 4);
    for (Index g = 0; g < 4; ++g) {
      for (const Index k : groups[g]) CHECK((5 * k % 16) / 4 == g);
    }
  }
}

TEST_CASE("groups have about the size wanted, and each point is in one of them") {
  Random random(1);
  for (const int count : {1, 5, 6, 7, 100, 1000, 4097}) {
    const SiteGroups groups(random.points(count), 4);
    std::set<Index> seen;
    for (Index g = 0; g < groups.count(); ++g) {
      CHECK(groups[g].size() <= 6);
      if (count > 6) CHECK(groups[g].size() >= 3);
      CHECK(std::is_sorted(groups[g].begin(), groups[g].end()));
      seen.insert(groups[g].begin(), groups[g].end());
    }
    CHECK(groups.members.size() == static_cast<std::size_t>(count));
    CHECK(seen.size() == static_cast<std::size_t>(count));
  }
}

TEST_CASE("groups lie side by side, those of a grid and of a line too") {
  std::vector<Point> grid, line;
  for (int k = 0; k < 400; ++k) {
    grid.push_back({k % 20 / 20.0, k / 20 / 20.0});
    line.push_back({0.5, k / 400.0});
  }
  Random random(2);
  for (const std::vector<Point>& points : {grid, line, random.points(400)}) {
    const SiteGroups groups(points, 4);
    std::vector<Box> boxes(groups.count());
    for (Index g = 0; g < groups.count(); ++g) {
      for (const Index k : groups[g]) boxes[g].add(points[k]);
    }
    for (Index g = 0; g < groups.count(); ++g) {
      for (Index h = 0; h < g; ++h) {
        const double width =
            std::min(boxes[g].high.x, boxes[h].high.x) - std::max(boxes[g].low.x, boxes[h].low.x);
        const double height =
            std::min(boxes[g].high.y, boxes[h].high.y) - std::max(boxes[g].low.y, boxes[h].low.y);
        CHECK((width <= 0.0 || height <= 0.0));
      }
    }
  }
}

TEST_CASE("barycentres keep the mass and its mean, wherever the points lie") {
  Random random(7);
  for (const double shift : {0.0, 1e6}) {
    std::vector<Point> points = random.points(100);
    std::vector<double> masses;
    for (Point& p : points) {
      p = p + Point{shift, -shift};
      masses.push_back(0.1 + random.uniform());
    }
    const SiteGroups groups(points, 4);
    const PointMasses<Point> fewer = barycenters(points, masses, groups);
    REQUIRE(fewer.points.size() == static_cast<std::size_t>(groups.count()));
    for (Index g = 0; g < groups.count(); ++g) {
      double mass = 0.0;
      Point left;
      for (const Index k : groups[g]) {
        mass += masses[k];
        left = left + masses[k] * (points[k] - fewer.points[g]);
      }
      CHECK(fewer.masses[g] == doctest::Approx(mass));
      CHECK(norm(left) < 1e-15 * (1.0 + 10.0 * shift));
    }
  }
}

}  // namespace
}  // namespace brenier
