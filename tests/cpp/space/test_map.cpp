// The continuous map in space: which tetrahedra are connected, which overlap, which has a point.
#include <doctest/doctest.h>

#include <numeric>

#include "brenier/space/map/centroid_mesh.hpp"
#include "brenier/space/map/folds.hpp"
#include "space/space_cases.hpp"

namespace brenier::space {
namespace {

using namespace testing;

std::vector<Corners> random_corners(int count, unsigned seed, double size) {
  const std::vector<Point> places = random_points(count, seed);
  const std::vector<Point> offsets = random_points(4 * count, seed + 1);
  std::vector<Corners> result;
  for (int k = 0; k < count; ++k) {
    Corners c;
    for (int i = 0; i < 4; ++i) c[i] = places[k] + size * offsets[4 * k + i];
    if (orientation(c) < 0) std::swap(c[0], c[1]);
    result.push_back(c);
  }
  return result;
}

bool is_inside(const Corners& c, Point x) {
  for (int k = 0; k < 4; ++k) {
    if (side_of_face(c, k, x) <= 0) return false;
  }
  return true;
}

/// Is an inner point of both among many of each?
bool overlap_by_trying(const Corners& a, const Corners& b) {
  for (const auto& [from, other] : {std::pair{a, b}, std::pair{b, a}}) {
    constexpr int kSteps = 16;
    for (int i = 1; i < kSteps; ++i) {
      for (int j = 1; i + j < kSteps; ++j) {
        for (int k = 1; i + j + k < kSteps; ++k) {
          const double unit = 1.0 / kSteps;
          const Point x = (unit * i) * from[0] + (unit * j) * from[1] + (unit * k) * from[2] +
                          (unit * (kSteps - i - j - k)) * from[3];
          if (is_inside(other, x)) return true;
        }
      }
    }
  }
  return false;
}

TEST_CASE("orientation has the sign of the determinant, and is 0 in a plane") {
  CHECK(orientation({0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}) == 1);
  CHECK(orientation({0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {0, 0, 1}) == -1);
  CHECK(orientation({0.1, 0.1, 0.1}, {0.2, 0.2, 0.2}, {0.3, 0.7, 0.9}, {0.7, 0.1, 0.2}) ==
        exact_orientation({0.1, 0.1, 0.1}, {0.2, 0.2, 0.2}, {0.3, 0.7, 0.9}, {0.7, 0.1, 0.2}));
  const double tiny = 0x1p-52;
  CHECK(orientation({0, 0, 1}, {1, 0, 1}, {0, 1, 1}, {0.3, 0.4, 1}) == 0);
  CHECK(orientation({0, 0, 1}, {1, 0, 1}, {0, 1, 1}, {0.3, 0.4, 1 + tiny}) == 1);
  CHECK(orientation({0, 0, 1}, {1, 0, 1}, {0, 1, 1}, {0.3, 0.4, 1 - tiny}) == -1);
  CHECK(are_collinear({0, 0, 0}, {1, 2, 3}, {2, 4, 6}));
  CHECK_FALSE(are_collinear({0, 0, 0}, {1, 2, 3}, {2, 4, 6 + 0x1p-50}));
}

TEST_CASE("shares are those that a point was made of, in flat tetrahedra too") {
  for (const double height : {1.0, 1e-6, 0x1p-40}) {
    const Corners c{Point{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0.25, 0.25, height}};
    const std::array<double, 4> shares = barycentric(c, {0.25, 0.25, 0.5 * height});
    CHECK(shares[0] == doctest::Approx(0.25).epsilon(1e-14));
    CHECK(shares[1] == doctest::Approx(0.125).epsilon(1e-14));
    CHECK(shares[2] == doctest::Approx(0.125).epsilon(1e-14));
    CHECK(shares[3] == doctest::Approx(0.5).epsilon(1e-14));
    for (int k = 0; k < 4; ++k) CHECK(barycentric(c, c[k])[k] == 1.0);
  }
}

TEST_CASE("tetrahedra overlap if and only if they have an inner point in common") {
  const std::vector<Corners> corners = random_corners(40, 1, 0.6);
  int overlapping = 0, apart = 0;
  for (int a = 0; a < 40; ++a) {
    for (int b = 0; b < a; ++b) {
      const bool found = overlap(corners[a], corners[b]);
      CHECK(found == overlap(corners[b], corners[a]));
      // Points that are tried may miss a small overlap, and never find one that is none.
      if (overlap_by_trying(corners[a], corners[b])) {
        CHECK(found);
        ++overlapping;
      } else {
        apart += !found;
      }
    }
  }
  CHECK(overlapping > 20);
  CHECK(apart > 100);
}

TEST_CASE("tetrahedra that share a face, an edge or a corner do not overlap, folded ones do") {
  const Point a{0, 0, 0}, b{1, 0, 0}, c{0, 1, 0};
  const Corners up{a, b, c, {0.2, 0.2, 1}}, down{a, c, b, {0.2, 0.2, -1}};
  CHECK_FALSE(overlap(up, down));
  CHECK(overlap(up, {a, b, c, {0.9, 0.9, 1e-3}}));
  // Two that cross with no corner in each other: only planes along edges tell.
  const Corners bar{Point{-1, 0, 0}, {1, 0, 0}, {0, 0.1, 0.3}, {0, -0.1, 0.3}};
  const Corners other{Point{0, -1, 0.2}, {0, 1, 0.2}, {0.1, 0, -0.2}, {-0.1, 0, -0.2}};
  const auto oriented = [](Corners t) {
    if (orientation(t) < 0) std::swap(t[0], t[1]);
    return t;
  };
  CHECK(overlap(oriented(bar), oriented(other)));
  Corners moved = oriented(other);
  for (Point& p : moved) p.z -= 0.2;
  CHECK_FALSE(overlap(oriented(bar), moved));
}

TEST_CASE("what is kept covers no place twice, and what is dropped is turned over or overlaps") {
  const PowerDiagram diagram(random_points(300, 5), random_weights(300, 6, 0.01), unit_cube());
  const CentroidMesh mesh(diagram);
  const Index count = static_cast<Index>(mesh.cover().simplices().size());
  CHECK(mesh.folded().size() > 10);
  for (Index s = 0; s < count; ++s) {
    CHECK(orientation(mesh.cover().corners(s)) > 0);
    for (Index t = 0; t < s; ++t) {
      const Box other = box_of(mesh.cover().corners(t));
      if (!box_of(mesh.cover().corners(s)).overlaps(other)) continue;
      REQUIRE_FALSE(overlap(mesh.cover().corners(s), mesh.cover().corners(t)));
    }
  }
}

TEST_CASE("the tetrahedron of a point is the lowest that has it, whatever the hint") {
  const PowerDiagram diagram(random_points(200, 7), std::vector<double>(200, 0.0), unit_cube());
  const CentroidMesh mesh(diagram);
  const TetrahedronCover& cover = mesh.cover();
  const Index count = static_cast<Index>(cover.simplices().size());
  std::vector<Point> queries = random_points(300, 8);
  for (Index t = 0; t < count; t += 37) {
    const Corners& c = cover.corners(t);
    queries.push_back(c[0]);
    queries.push_back(0.5 * (c[1] + c[2]));
  }
  for (const Point x : queries) {
    Index expected = kNone;
    for (Index t = 0; t < count && expected == kNone; ++t) {
      bool has = true;
      for (int k = 0; k < 4; ++k) has = has && side_of_face(cover.corners(t), k, x) >= 0;
      if (has) expected = t;
    }
    for (const Index hint : {0, count / 2, count - 1}) {
      CHECK(cover.containing(x, hint) == expected);
    }
  }
}

TEST_CASE("cells are connected by their own edges, or by those of all that meet in a point") {
  // Two tetrahedra with the face 1, 2, 3 in common; only the sides at 4 and from 0 to 4 are edges.
  const std::vector<Tetrahedron> tetrahedra{{{0, 1, 2, 3}, {1, kNone, kNone, kNone}},
                                            {{4, 1, 3, 2}, {0, kNone, kNone, kNone}}};
  const std::vector<std::array<Index, 2>> at_4{{1, 4}, {2, 4}, {3, 4}},
      with_0{{0, 1}, {1, 4}, {2, 4}, {3, 4}};
  const std::vector<Index> alone{0, 1}, together{0, 0};
  const auto set = [](const Sides& sides, Index k) {
    const std::span<const Index> edges = sides.set(k);
    return std::set<Index>(edges.begin(), edges.end());
  };
  Sides sides = connecting_sides(tetrahedra, alone, with_0, 5);
  CHECK(sides.set_of[0] == kNone);
  REQUIRE(sides.set_of[1] != kNone);
  CHECK(set(sides, sides.set_of[1]) == std::set<Index>{1, 2, 3});
  sides = connecting_sides(tetrahedra, together, with_0, 5);
  REQUIRE(sides.set_of[0] != kNone);
  CHECK(set(sides, sides.set_of[0]) == std::set<Index>{0, 1, 2, 3});
  CHECK(set(sides, sides.set_of[1]) == std::set<Index>{1, 2, 3});
  CHECK(connecting_sides(tetrahedra, together, at_4, 5).set_of[0] == kNone);
}

TEST_CASE("tetrahedra of a lattice are tied, eight sites in each group") {
  const OrderedSites sites(lattice(3));
  const HullTriangulation hull(sites, std::vector<double>(27, 0.0));
  const std::vector<Index> group = hull.tied_groups();
  std::vector<std::set<Index>> corners(group.size());
  for (std::size_t t = 0; t < group.size(); ++t) {
    CHECK(group[t] <= static_cast<Index>(t));
    for (const Index site : hull.tetrahedra()[t].sites) corners[group[t]].insert(site);
  }
  int groups = 0;
  for (const std::set<Index>& cube : corners) {
    if (cube.empty()) continue;
    CHECK(cube.size() == 8);
    ++groups;
  }
  CHECK(groups == 8);
}

TEST_CASE("flat sites get apexes, and what is interpolated is finite on their hull only") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::vector<std::vector<Point>> flat{
      {{0.5, 0.25, 1}},
      {{0, 0, 0}, {1, 2, 3}, {0.5, 1, 1.5}},
      {{0, 0, 0}, {1, 0, 1}, {0, 1, 1}, {1, 1, 2}, {0.5, 0.5, 1}}};
  for (const std::vector<Point>& points : flat) {
    const OrderedSites sites(points);
    const HullTriangulation hull(sites, std::vector<double>(points.size(), 0.0));
    CHECK(hull.is_flat());
    std::vector<double> values;
    for (const Point p : points) values.push_back(1 + p.x + 2 * p.y);
    CHECK(interpolate(hull, values, points) == values);
    const Point middle = 0.5 * (points[0] + points[1 % points.size()]);
    const std::vector<Point> at{middle, middle + Point{0, 0, 0x1p-50}, middle + Point{3, 6, 9}};
    const std::vector<double> found = interpolate(hull, values, at);
    CHECK(found[0] == doctest::Approx(1 + middle.x + 2 * middle.y));
    CHECK(found[1] == kInfinity);
    CHECK(found[2] == kInfinity);
  }
}

}  // namespace
}  // namespace brenier::space
