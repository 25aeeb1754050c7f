#include "brenier/map/piecewise_affine_map.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <set>

#include "brenier/error.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

struct Extended {
  std::vector<Point> sites;
  std::shared_ptr<const PowerDiagram> diagram;
  std::shared_ptr<const CentroidMesh> mesh;

  explicit Extended(std::vector<Point> y, const std::vector<Ring>& rings = square().rings)
      : sites(std::move(y)),
        diagram(std::make_shared<const PowerDiagram>(
            sites, std::vector<double>(sites.size(), 0.0),
            std::make_shared<const Source>(uniform_source(rings)))),
        mesh(std::make_shared<const CentroidMesh>(*diagram, sites)) {}

  PiecewiseAffineMap map(double max_jump = std::numeric_limits<double>::infinity()) const {
    std::vector<char> is_singular;
    for (const MapEdge& edge : mesh->edges()) is_singular.push_back(edge.jump > max_jump);
    return {diagram, mesh, sites, is_singular};
  }
};

TEST_CASE("the edges are the pairs of cells with a common facet that has mass") {
  const Extended e(Random(1).points(30), u_shape().rings);
  const FacetTable facets = e.diagram->facets();
  std::set<std::array<Index, 2>> expected;
  for (std::size_t k = 0; k < facets.sites.size(); ++k) {
    const auto [low, high] = std::minmax(facets.sites[k][0], facets.sites[k][1]);
    if (facets.masses[k] > 0.0) expected.insert({low, high});
  }
  std::vector<std::array<Index, 2>> found;
  for (const MapEdge& edge : e.mesh->edges()) {
    found.push_back(edge.sites);
    const Point a = e.sites[edge.sites[0]], b = e.sites[edge.sites[1]];
    CHECK(edge.jump == doctest::Approx(std::hypot(a.x - b.x, a.y - b.y)));
    const double cosine = (dot(a, b) + 1) / std::sqrt((dot(a, a) + 1) * (dot(b, b) + 1));
    CHECK(std::cos(edge.angle) == doctest::Approx(cosine).epsilon(1e-12));
  }
  CHECK(found == std::vector(expected.begin(), expected.end()));
}

TEST_CASE("a facet in two pieces is one edge") {
  const Extended e({{0.5, 0.2}, {0.5, 0.9}}, u_shape().rings);
  CHECK(e.diagram->facets().masses.size() == 2);
  CHECK(e.mesh->edges().size() == 1);
}

TEST_CASE("the angle between planes is right for slopes that are nearly the same") {
  FacetTable facets;
  facets.sites = {{0, 1}};
  facets.masses = {1.0};
  // For slopes s and s + h along a line, the angle is h / (1 + s²) in first order.
  for (const double slope : {0.0, 1.0, 1000.0}) {
    const std::vector<Point> sites{{slope, 0.0}, {slope + 1e-9, 0.0}};
    const double step = sites[1].x - sites[0].x;
    CHECK(map_edges(facets, sites)[0].angle / (step / (1 + slope * slope)) ==
          doctest::Approx(1.0).epsilon(1e-6));
  }
}

TEST_CASE("a jump is a gap over 6 times the usual one and over 4 times that of its sites") {
  // A chain of sites with jumps 1 1 1 1 10 10 10 1 1 1: usual is the second smallest at a site, or the
  // only one at an end. Jumps of 10 are far from usual but where all are.
  const std::vector<double> jumps{1, 1, 1, 1, 10, 10, 10, 1, 1, 1};
  std::vector<MapEdge> chain;
  for (Index k = 0; k < static_cast<Index>(jumps.size()); ++k) {
    chain.push_back({{k, k + 1}, jumps[k], 0.0});
  }
  const std::vector<double> limits = gap_limits(chain, static_cast<Index>(jumps.size()) + 1);
  CHECK(limits.size() == jumps.size());
  CHECK(limits[0] == doctest::Approx(6.0));
  CHECK(limits[3] == doctest::Approx(4.0 * std::sqrt(10.0)));  // usual: 1 and 10
  CHECK(limits[4] == doctest::Approx(40.0));
  CHECK(limits[5] == doctest::Approx(40.0));
  CHECK(limits[9] == doctest::Approx(6.0));
  CHECK(gap_limits({}, 3).empty());
  // With shorter jumps beside them, the same are gaps.
  std::vector<MapEdge> star = chain;
  for (const Index site : {4, 5, 6, 7}) {
    star.push_back({{site, site + 20}, 1.0, 0.0});
    star.push_back({{site, site + 30}, 1.0, 0.0});
  }
  const std::vector<double> lower = gap_limits(star, 40);
  for (const int k : {4, 5, 6}) CHECK(jumps[k] > lower[k]);
}

TEST_CASE("each triangle of the mesh has two edges of the map or three among its sides") {
  const Extended e(Random(2).points(400));
  int with_two = 0;
  for (std::size_t t = 0; t < e.mesh->edges_of_triangles().size(); ++t) {
    const auto& edges = e.mesh->edges_of_triangles()[t];
    const auto& vertices = e.mesh->cover().triangles()[t].vertices;
    with_two += std::count(edges.begin(), edges.end(), kNone) == 1;
    CHECK(std::count(edges.begin(), edges.end(), kNone) <= 1);
    for (int k = 0; k < 3; ++k) {
      if (edges[k] == kNone) continue;
      const auto [low, high] = std::minmax(vertices[next(k)], vertices[previous(k)]);
      CHECK(e.mesh->edges()[edges[k]].sites == std::array<Index, 2>{low, high});
    }
  }
  CHECK(with_two > 0);
}

TEST_CASE("the map takes centroids to sites and is affine between them") {
  for (const NamedDomain& domain : {square(), triangle(), l_shape(), u_shape()}) {
    CAPTURE(domain.name);
    const Extended e(Random(3).points(300), domain.rings);
    const PiecewiseAffineMap map = e.map();
    const std::vector<Point> centroids = e.diagram->moments().centroids;
    Random random(4);
    std::vector<Point> x, expected;
    for (const Triangle& t : e.mesh->cover().triangles()) {
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
    const Index t =
        e.mesh->cover().triangle_containing(e.diagram->source().similarity.to_local(x[k]), 0);
    if (t == kNone) {
      ++beyond;
      CHECK(images.points[k] == e.sites[cells[k]]);
      CHECK(across.points[k] == e.sites[cells[k]]);
      CHECK(!images.is_singular[k]);
      continue;
    }
    const auto& v = e.mesh->cover().triangles()[t].vertices;
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
