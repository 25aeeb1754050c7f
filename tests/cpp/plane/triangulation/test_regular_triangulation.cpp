#include "brenier/plane/triangulation/regular_triangulation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "brenier/plane/points/distinct_sites.hpp"
#include "brenier/plane/points/orientation.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/wide_integer.hpp"

namespace brenier {
namespace {

using namespace testing;

/// The sign of d's power to the power circle of the counter-clockwise triangle a, b, c, exactly:
/// negative if d's cell would cut off the triangle's centre. All numbers are whole.
int power_test(const RegularTriangulation& t, const Triangle& triangle, Index d) {
  struct Lifted {
    Wide x, y, z;
  };
  const Point at_d = t.sites()[d];
  const auto lifted = [&](Index k) {
    const Point y = t.sites()[k];
    const Wide dx = static_cast<Wide>(y.x) - static_cast<Wide>(at_d.x);
    const Wide dy = static_cast<Wide>(y.y) - static_cast<Wide>(at_d.y);
    const Wide dw = static_cast<Wide>(t.weights()[k]) - static_cast<Wide>(t.weights()[d]);
    return Lifted{dx, dy, dx * dx + dy * dy - dw};
  };
  const Lifted a = lifted(triangle.vertices[0]), b = lifted(triangle.vertices[1]),
               c = lifted(triangle.vertices[2]);
  return -sign_of(a.z * (b.x * c.y - b.y * c.x) - b.z * (a.x * c.y - a.y * c.x) +
                  c.z * (a.x * b.y - a.y * b.x));
}

struct Input {
  std::string name;
  std::vector<Point> sites;
  std::vector<double> weights;
};

/// Whole coordinates and weights; every third input hides sites.
std::vector<Input> inputs() {
  Random random(30);
  std::vector<Input> result;
  const auto whole_points = [&](int count, std::int64_t most) {
    std::set<std::pair<std::int64_t, std::int64_t>> places;
    while (static_cast<int>(places.size()) < count) {
      const std::int64_t x = random.integer(-most, most);
      places.insert({x, random.integer(-most, most)});
    }
    std::vector<Point> points;
    for (const auto& [x, y] : places) {
      points.push_back({static_cast<double>(x), static_cast<double>(y)});
    }
    return points;
  };
  const auto whole_weights = [&](std::size_t count, std::int64_t most) {
    std::vector<double> weights;
    for (std::size_t k = 0; k < count; ++k) {
      weights.push_back(static_cast<double>(random.integer(0, most)));
    }
    return weights;
  };
  const std::vector<double> none(100, 0.0);
  result.push_back({"random", whole_points(100, 1 << 20), none});
  result.push_back({"random, weighted", whole_points(100, 1000), whole_weights(100, 100000)});
  result.push_back({"few places, weighted", whole_points(100, 7), whole_weights(100, 4)});
  result.push_back({"grid", grid(10, 1.0, {0, 0}), none});
  result.push_back({"grid, weighted", grid(10, 1.0, {0, 0}), whole_weights(100, 1)});
  // A paraboloid's weights flatten the lifted points: all of them on one plane.
  Input flat{"all power circles one", grid(10, 1.0, {0, 0}), {}};
  for (const Point y : flat.sites) flat.weights.push_back(squared_norm(y));
  result.push_back(flat);
  // Twelve points on a circle around (0, 0), and its centre.
  Input circle{"cocircular", {{0, 0}}, std::vector<double>(13, 0.0)};
  for (const Point y : std::vector<Point>{{5, 0}, {4, 3}, {3, 4}}) {
    Point turned = y;
    for (int k = 0; k < 4; ++k, turned = turned_left(turned)) circle.sites.push_back(turned);
  }
  result.push_back(circle);
  return result;
}

TEST_CASE("power circles are empty - by an exact predicate - also with ties and hidden sites") {
  for (const Input& input : inputs()) {
    CAPTURE(input.name);
    const RegularTriangulation t(input.sites, input.weights);
    REQUIRE(!t.triangles().empty());
    int flat = 0, not_empty = 0;
    for (const Triangle& triangle : t.triangles()) {
      const auto& [a, b, c] = triangle.vertices;
      flat += orientation(t.sites()[a], t.sites()[b], t.sites()[c]) <= 0;
      for (Index d = 0; d < static_cast<Index>(t.sites().size()); ++d) {
        not_empty += power_test(t, triangle, d) < 0;
      }
    }
    CHECK(flat == 0);
    CHECK(not_empty == 0);
  }
}

TEST_CASE("neighbours share an edge - each from its side - and Euler's count holds") {
  for (const Input& input : inputs()) {
    CAPTURE(input.name);
    const RegularTriangulation t(input.sites, input.weights);
    const auto& triangles = t.triangles();
    int wrong = 0, on_hull = 0;
    std::set<Index> vertices;
    for (Index k = 0; k < static_cast<Index>(triangles.size()); ++k) {
      for (int m = 0; m < 3; ++m) {
        vertices.insert(triangles[k].vertices[m]);
        const Index other = triangles[k].neighbors[m];
        if (other == kNone) {
          ++on_hull;
          continue;
        }
        const Index from = triangles[k].vertices[(m + 1) % 3];
        const Index to = triangles[k].vertices[(m + 2) % 3];
        bool found = false;
        for (int n = 0; n < 3; ++n) {
          found = found || (triangles[other].neighbors[n] == k &&
                            triangles[other].vertices[(n + 1) % 3] == to &&
                            triangles[other].vertices[(n + 2) % 3] == from);
        }
        wrong += !found;
      }
    }
    CHECK(wrong == 0);
    // With v vertices, h of them (or edges) on the hull: 2v - 2 - h triangles.
    CHECK(static_cast<int>(triangles.size()) ==
          2 * static_cast<int>(vertices.size()) - 2 - on_hull);
    int visible = 0;
    for (Index k = 0; k < static_cast<Index>(t.sites().size()); ++k) {
      visible += !t.is_hidden(k);
      wrong += t.is_hidden(k) == vertices.contains(k);
    }
    CHECK(wrong == 0);
    CHECK(visible == static_cast<int>(vertices.size()));
    CHECK(!t.is_hidden(t.some_visible_site()));
  }
}

TEST_CASE("every edge is visited once - with the triangles to its left and right") {
  for (const Input& input : inputs()) {
    CAPTURE(input.name);
    const RegularTriangulation t(input.sites, input.weights);
    std::set<std::pair<Index, Index>> seen;
    int wrong = 0, sides = 0;
    const auto has_directed = [&](Index triangle, Index i, Index j) {
      for (int m = 0; m < 3; ++m) {
        const auto& v = t.triangles()[triangle].vertices;
        if (v[m] == i && v[(m + 1) % 3] == j) return true;
      }
      return false;
    };
    t.for_each_edge([&](const TriangulationEdge& e) {
      wrong += !seen.insert(std::minmax(e.i, e.j)).second;
      sides += (e.left != kNone) + (e.right != kNone);
      if (e.left != kNone) wrong += !has_directed(e.left, e.i, e.j);
      if (e.right != kNone) wrong += !has_directed(e.right, e.j, e.i);
    });
    CHECK(wrong == 0);
    CHECK(sides == static_cast<int>(3 * t.triangles().size()));
  }
}

TEST_CASE(
    "a site is hidden exactly if no triangle's power circle - nor the hull - leaves it room") {
  // A site whose lifted point lies above the triangle around it is hidden; a hidden site lies in a
  // triangle (and above it: power circles are empty).
  Random random(31);
  int hidden = 0;
  for (const Input& input : inputs()) {
    CAPTURE(input.name);
    const RegularTriangulation t(input.sites, input.weights);
    int wrong = 0;
    for (Index d = 0; d < static_cast<Index>(t.sites().size()); ++d) {
      // The triangle that holds d: its plane is the lower hull there.
      bool above = false, covered = false;
      for (const Triangle& triangle : t.triangles()) {
        bool inside = true;
        for (int m = 0; m < 3; ++m) {
          inside =
              inside && orientation(t.sites()[triangle.vertices[m]],
                                    t.sites()[triangle.vertices[(m + 1) % 3]], t.sites()[d]) >= 0;
        }
        covered = covered || inside;
        if (inside && power_test(t, triangle, d) > 0) above = true;
      }
      wrong += above && !t.is_hidden(d);
      wrong += t.is_hidden(d) && !covered;
      hidden += t.is_hidden(d);
    }
    CHECK(wrong == 0);
  }
  CHECK(hidden > 20);
  // Without weights nothing is hidden.
  const RegularTriangulation voronoi(random.points(200), std::vector<double>(200, 0.0));
  for (Index k = 0; k < 200; ++k) CHECK(!voronoi.is_hidden(k));
}

TEST_CASE("a site is hidden from just the weight at which its cell vanishes") {
  // In the middle of a square: the corners' power circle has power -1 there.
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

TEST_CASE("collinear sites: no triangle - a chain of edges") {
  Random random(32);
  std::vector<Point> sites;
  for (int k = 0; k < 20; ++k) sites.push_back({3.0 * k, -2.0 * k});
  std::swap(sites[2], sites[15]);
  const RegularTriangulation t(sites, std::vector<double>(20, 0.0));
  CHECK(t.triangles().empty());
  int edges = 0;
  t.for_each_edge([&](const TriangulationEdge& e) {
    ++edges;
    CHECK(e.left == kNone);
    CHECK(e.right == kNone);
    CHECK(norm(sites[e.i] - sites[e.j]) == doctest::Approx(std::sqrt(13.0)));
  });
  CHECK(edges == 19);

  // One of them too light to have a cell: the chain passes it by.
  std::vector<double> weights(20, 0.0);
  weights[7] = -100.0;
  const RegularTriangulation gap(sites, weights);
  CHECK(gap.is_hidden(7));
  edges = 0;
  gap.for_each_edge([&](const TriangulationEdge& e) { edges += e.i != 7 && e.j != 7; });
  CHECK(edges == 18);
}

TEST_CASE("one site - two sites") {
  const RegularTriangulation one({{4, 5}}, {7});
  CHECK(one.triangles().empty());
  CHECK(one.some_visible_site() == 0);
  one.for_each_edge([&](const TriangulationEdge&) { CHECK(false); });
  const RegularTriangulation two({{4, 5}, {6, 7}}, {0, 1});
  int edges = 0;
  two.for_each_edge([&](const TriangulationEdge&) { ++edges; });
  CHECK(edges == 1);
}

TEST_CASE("an interrupt's exception passes through") {
  const auto stop = [] { throw std::runtime_error("stop"); };
  const auto build = [&] { RegularTriangulation({{0, 0}, {1, 1}}, {0, 0}, stop); };
  CHECK_THROWS_WITH_AS(build(), "stop", std::runtime_error);
}

/// The triangles, each from its lowest site on.
std::set<std::array<Index, 3>> triangle_set(const RegularTriangulation& t) {
  std::set<std::array<Index, 3>> result;
  for (const Triangle& triangle : t.triangles()) {
    std::array<Index, 3> v = triangle.vertices;
    std::rotate(v.begin(), std::min_element(v.begin(), v.end()), v.end());
    result.insert(v);
  }
  return result;
}

TEST_CASE("no distance is too small: whole coordinates may be those of the smallest doubles") {
  Random random(35);
  for (int round = 0; round < 30; ++round) {
    std::vector<Point> points;
    for (int k = 0; k < 60; ++k) {
      const double x = static_cast<double>(random.integer(0, 20));
      points.push_back({x, static_cast<double>(random.integer(0, 20))});
    }
    points = distinct_sites(points).points;
    const std::vector<double> none(points.size(), 0.0);
    const RegularTriangulation whole(points, none);
    for (const double unit :
         {std::ldexp(1.0, -300), std::ldexp(1.0, -1000), 5e-324, std::ldexp(1.0, 450)}) {
      std::vector<Point> scaled;
      for (const Point p : points) scaled.push_back(unit * p);
      CHECK(triangle_set(RegularTriangulation(scaled, none)) == triangle_set(whole));
    }
  }
}

TEST_CASE("a triangle that contains a point is found from anywhere - outside there is none") {
  Random random(36);
  for (const Input& input : inputs()) {
    CAPTURE(input.name);
    const RegularTriangulation t(input.sites, input.weights);
    const auto count = static_cast<Index>(t.triangles().size());
    int wrong = 0;
    const auto contains = [&](Index triangle, Point y) {
      const auto& [a, b, c] = t.triangles()[triangle].vertices;
      return orientation(t.sites()[a], t.sites()[b], y) >= 0 &&
             orientation(t.sites()[b], t.sites()[c], y) >= 0 &&
             orientation(t.sites()[c], t.sites()[a], y) >= 0;
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

TEST_CASE("triangles lie in the order of their lowest sites") {
  Random random(37);
  const RegularTriangulation t(distinct_sites(random.points(500)).points,
                               random.numbers(500, 0, 0.002));
  CHECK(t.has_hidden_sites());
  CHECK(std::is_sorted(t.triangles().begin(), t.triangles().end(),
                       [](const Triangle& a, const Triangle& b) {
                         return std::ranges::min(a.vertices) < std::ranges::min(b.vertices);
                       }));
}

}  // namespace
}  // namespace brenier
