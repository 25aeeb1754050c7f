#include "brenier/map/piecewise_affine_map.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>

#include "brenier/error.hpp"
#include "inputs/domains.hpp"
#include "inputs/extended.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("the map takes centroids to sites and is affine between them") {
  for (const NamedDomain& domain : {square(), triangle(), l_shape(), u_shape()}) {
    CAPTURE(domain.name);
    const Extended e(Random(3).points(300), domain.rings);
    const PiecewiseAffineMap map = e.map();
    const std::vector<Point> centroids = e.diagram->moments().centroids;
    Random random(4);
    std::vector<Point> x, expected;
    for (const Triangle& t : e.mesh->cover().simplices()) {
      const double a = random.uniform(), b = random.uniform(0.0, 1.0 - a);
      const auto at = [&](const std::vector<Point>& p) {
        return (1 - a - b) * p[t.vertices[0]] + a * p[t.vertices[1]] + b * p[t.vertices[2]];
      };
      x.push_back(at(centroids));
      expected.push_back(at(e.sites));
      for (const Index v : t.vertices) {
        x.push_back(centroids[v]);
        expected.push_back(e.sites[v]);
      }
    }
    const Images images = map(x);
    for (std::size_t k = 0; k < x.size(); ++k) {
      CHECK(norm(images.points[k] - expected[k]) < 1e-11);
    }
    CHECK(std::count(images.is_singular.begin(), images.is_singular.end(), 1) == 0);
    CHECK(map({}).points.empty());
  }
}

TEST_CASE("singular triangles and what lies beyond all triangles keep the site of their cell") {
  const Extended e(Random(5).clusters(400));
  const double max_jump = 0.1;
  const PiecewiseAffineMap map = e.map(max_jump);
  const std::vector<Point> x = Random(6).points(5000);
  const std::vector<Index> cells = e.diagram->locate(x);
  const Images images = map(x), across = map(x, true);
  int regular = 0, singular = 0, beyond = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const Index t = e.mesh->cover().containing(e.diagram->source().similarity.to_local(x[k]), 0);
    if (t == kNone) {
      ++beyond;
      CHECK(images.points[k] == e.sites[cells[k]]);
      CHECK(across.points[k] == e.sites[cells[k]]);
      CHECK(!images.is_singular[k]);
      continue;
    }
    const auto& v = e.mesh->cover().simplices()[t].vertices;
    const double longest =
        std::max({norm(e.sites[v[0]] - e.sites[v[1]]), norm(e.sites[v[1]] - e.sites[v[2]]),
                  norm(e.sites[v[2]] - e.sites[v[0]])});
    if (images.is_singular[k]) {
      ++singular;
      CHECK(longest > max_jump);
      CHECK(images.points[k] == e.sites[cells[k]]);
      CHECK(across.points[k] != e.sites[cells[k]]);
    } else {
      ++regular;
      CHECK(images.points[k] == across.points[k]);
      CHECK(longest <= 2 * max_jump);  // two sides are edges that are not singular
    }
  }
  CHECK(std::min({regular, singular, beyond}) > 50);
}

TEST_CASE("the image of a point does not depend on the other points nor on the workers") {
  const Extended e(grid(16, 1.0 / 16, {1.0 / 32, 1.0 / 32}));
  const PiecewiseAffineMap map = e.map();
  // On a grid: centroids, edges of triangles, facets between cells, corners of cells, all exactly.
  std::vector<Point> x = grid(65, 1.0 / 64, {0, 0});
  const Images all = map(x);
  const Images again = map(x, false, 3);
  CHECK(all.points == again.points);
  for (std::size_t k = 0; k < x.size(); ++k) {
    CHECK(map(std::span(x).subspan(k, 1)).points[0] == all.points[k]);
  }
  Random random(7);
  std::vector<std::size_t> order(x.size());
  for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
  std::shuffle(order.begin(), order.end(), std::mt19937_64(8));
  std::vector<Point> shuffled;
  for (const std::size_t k : order) shuffled.push_back(x[k]);
  const Images mixed = map(shuffled);
  for (std::size_t k = 0; k < order.size(); ++k) {
    CHECK(mixed.points[k] == all.points[order[k]]);
  }
}

TEST_CASE("sites at any scale give the same map at that scale") {
  const std::vector<Point> sites = Random(9).points(200);
  const std::vector<Point> x = Random(10).points(500);
  const Images images = Extended(sites).map()(x);
  const auto ring = [](double s) { return std::vector<Ring>{rectangle(0, 0, s, s)}; };
  for (const double scale : {std::ldexp(1.0, -400), std::ldexp(1.0, 400)}) {
    std::vector<Point> scaled_sites, scaled_x;
    for (const Point y : sites) scaled_sites.push_back(scale * y);
    for (const Point p : x) scaled_x.push_back(scale * p);
    const Images scaled = Extended(scaled_sites, ring(scale)).map()(scaled_x);
    for (std::size_t k = 0; k < x.size(); ++k) {
      CHECK(norm((1 / scale) * scaled.points[k] - images.points[k]) < 1e-12);
    }
  }
}

TEST_CASE("points are the means of the centroids that their places name, or of one cell alone") {
  const Extended e(Random(12).clusters(300));
  const PiecewiseAffineMap map = e.map(0.1);
  const std::vector<Point> x = Random(13).points(2000), centroids = e.diagram->moments().centroids;
  const std::vector<Index> cells = e.diagram->locate(x);
  for (const bool across : {false, true}) {
    const MeshPlaces places = map.places(x, across);
    int alone = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
      const auto& [a, b, c] = places.sites[k];
      const auto& [of_a, of_b, of_c] = places.shares[k];
      if (a == b) {
        ++alone;
        CHECK(places.sites[k] == std::array{cells[k], cells[k], cells[k]});
        CHECK(places.shares[k] == std::array{1.0, 0.0, 0.0});
        if (across) CHECK(!places.is_singular[k]);
      } else {
        CHECK(norm(of_a * centroids[a] + of_b * centroids[b] + of_c * centroids[c] - x[k]) < 1e-13);
      }
    }
    CHECK(alone > 50);
    CHECK(alone < 1950);
  }
}

TEST_CASE("without triangles the map is constant on cells") {
  const Extended e({{0.2, 0.5}, {0.5, 0.5}, {0.7, 0.5}});
  CHECK(e.mesh->edges().size() == 2);
  const Images images = e.map()(std::vector<Point>{{0.1, 0.9}, {0.9, 0.1}});
  CHECK(images.points == std::vector<Point>{{0.2, 0.5}, {0.7, 0.5}});
}

TEST_CASE("a map wants a flag per edge and finite points") {
  const Extended e(Random(11).points(20));
  CHECK_THROWS_AS(PiecewiseAffineMap(e.diagram, e.mesh, e.sites, std::vector<char>(3)),
                  InvalidArgument);
  const std::vector<Point> bad{{0, 0}, {std::numeric_limits<double>::quiet_NaN(), 0}};
  CHECK_THROWS_AS(e.map()(bad), InvalidArgument);
}

}  // namespace
}  // namespace brenier
