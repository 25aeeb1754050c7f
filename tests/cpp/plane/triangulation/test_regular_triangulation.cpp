#include "brenier/plane/triangulation/regular_triangulation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "brenier/plane/points/distinct_sites.hpp"
#include "inputs/whole_site_sets.hpp"
#include "oracles/triangles.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("neighbours share an edge - each from its side - and Euler's count holds") {
  for (const Sites& input : whole_site_sets()) {
    CAPTURE(input.name);
    const RegularTriangulation t(input.points, input.weights);
    const auto& triangles = t.triangles();
    CHECK(one_sided_neighbors(triangles) == 0);
    int wrong = 0, on_hull = 0;
    std::set<Index> vertices;
    for (Index k = 0; k < static_cast<Index>(triangles.size()); ++k) {
      for (int m = 0; m < 3; ++m) {
        vertices.insert(triangles[k].vertices[m]);
        on_hull += triangles[k].neighbors[m] == kNone;
      }
    }
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
  for (const Sites& input : whole_site_sets()) {
    CAPTURE(input.name);
    const RegularTriangulation t(input.points, input.weights);
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
      CHECK(triangle_set(RegularTriangulation(scaled, none).triangles()) ==
            triangle_set(whole.triangles()));
    }
  }
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
