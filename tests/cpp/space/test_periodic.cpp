// The triangulation of a torus in space: folded from copies, and proved to be that of all.
#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <tuple>

#include "brenier/space/periodic/folding.hpp"
#include "brenier/space/periodic/periodic_diagram.hpp"
#include "brenier/space/periodic/seam.hpp"
#include "brenier/space/periodic/torus_measures.hpp"
#include "space/space_cases.hpp"

namespace brenier::space {
namespace {

using namespace testing;

const Torus kBrick({1.0, 0.75, 0.5});

std::vector<Point> wrapped_points(int count, unsigned seed, const Torus& torus = kBrick) {
  std::vector<Point> result = random_points(count, seed, {-1, -1, -1});
  for (Point& p : result) p = torus.wrapped(p);
  return result;
}

using Neighbor = std::tuple<Index, Index, SmallShift>;

/// Pairs of cells that meet, and their areas to twelve digits.
std::set<std::pair<Neighbor, long long>> facets_of(const TorusCells& cells) {
  std::set<std::pair<Neighbor, long long>> result;
  const TorusSurfaces surfaces = cells.surfaces();
  for (Index block = 0; block < surfaces.block_count(); ++block) {
    surfaces.for_each_facet(block, [&](const TorusFacet& f) {
      const bool is_new =
          result.emplace(Neighbor(f.i, f.j, f.shift), std::llround(1e12 * f.area)).second;
      CHECK(is_new);
      const Point y = cells.triangulation().copies().points()[f.i];
      CHECK(dot(f.normal, f.polygon[0] - y) == doctest::Approx(dot(f.normal, f.polygon[1] - y)));
    });
  }
  return result;
}

TorusCells cells_of(const std::vector<Point>& sites, const std::vector<double>& weights,
                    double reach, int workers = 1) {
  std::vector<Box> of_each(sites.size(), reach_of(reach));
  auto result = TorusCells::of(sites, weights, std::move(of_each), kBrick,
                               static_cast<Index>(sites.size()), workers);
  REQUIRE(result);
  return *std::move(result);
}

TEST_CASE(
    "copies of a place are doubles, up to three periods away, whatever the sides of a torus") {
  const Torus torus({0.3, 1.0 / 3.0, std::sqrt(2.0)});
  for (const Point p : random_points(200, 1, {-5, -5, -5}, {5, 5, 5})) {
    const Point y = torus.wrapped(p);
    CHECK(torus.box().nearest(y) == y);
    for (const int by : {-3, -1, 1, 2, 3}) {
      const Shift there{by, -by, by}, back{-by, by, -by};
      CHECK(torus.shifted(torus.shifted(y, there), back) == y);
    }
    CHECK(torus.squared_distance(p, y) < 1e-28);
  }
}

TEST_CASE("points that lie together around the seam are gathered") {
  const Torus torus({1.0, 1.0, 1.0});
  std::vector<Point> points = random_points(50, 2, {-0.1, 0.4, -0.05}, {0.1, 0.6, 0.05});
  for (Point& p : points) p = torus.wrapped(p);
  const Box box = box_of(gathered(points, torus));
  CHECK(box.size() < 0.21);
}

TEST_CASE("where copies are missing there is no triangulation of the torus") {
  const std::vector<Point> sites = wrapped_points(60, 3);
  const std::vector<double> weights(60, 0.0);
  for (const double reach : {0.0, 0.05, 0.5}) {
    const SiteCopies copies(kBrick, sites, std::vector<Box>(60, reach_of(reach)));
    const RegularTriangulation of_copies(copies.ordered(), copies.spread(weights),
                                         {{-2, -2, -2}, {3, 3, 3}});
    const Folding folding(of_copies, copies, kBrick);
    CHECK(folding.triangulation.has_value() == (reach == 0.5));
    CHECK(folding.open.empty() == (reach == 0.5));
  }
}

TEST_CASE("cells are the same whatever copies they begin with") {
  for (const int count : {1, 2, 5, 40, 300}) {
    for (const double size : {0.0, 0.003, 0.1, 2.0}) {
      const std::vector<Point> sites = wrapped_points(count, 4);
      const std::vector<double> weights = random_weights(count, 5, size);
      const TorusCells all = cells_of(sites, weights, 0.5);
      for (const double reach : {0.0, 0.1}) {
        const TorusCells some = cells_of(sites, weights, reach, 2);
        CHECK(facets_of(some) == facets_of(all));
        CHECK(some.hidden() == all.hidden());
      }
      CHECK(exact_sum(measure_cells(all.surfaces()).masses) == doctest::Approx(1.0).epsilon(1e-14));
    }
  }
}

TEST_CASE("tetrahedra, faces, edges and sites of a torus alternate to nothing") {
  const std::vector<Point> sites = wrapped_points(500, 6);
  const TorusCells cells = cells_of(sites, random_weights(500, 7, 0.005), 0.1);
  const Index seen = 500 - static_cast<Index>(cells.hidden().size());
  const Index edges = static_cast<Index>(facets_of(cells).size());
  CHECK(seen - edges + cells.triangulation().size() == 0);
}

TEST_CASE("sites hidden behind tetrahedra that reach through the seam are found to be so") {
  // Each site has a shadow: a site near by of a weight that is too low, or just high enough.
  std::vector<Point> sites = wrapped_points(150, 8);
  const std::vector<Point> away = random_points(150, 9, {-0.02, -0.02, -0.02}, {0.02, 0.02, 0.02});
  for (int k = 0; k < 150; ++k) sites.push_back(kBrick.wrapped(sites[k] + away[k]));
  for (const double weight : {-0.02, -0.002}) {
    std::vector<double> weights(300, 0.0);
    std::fill(weights.begin() + 150, weights.end(), weight);
    const TorusCells few = cells_of(sites, weights, 0.0), all = cells_of(sites, weights, 0.5);
    CHECK(few.hidden() == all.hidden());
    CHECK(few.hidden().size() > 10);
    const std::vector<double> masses = measure_cells(all.surfaces()).masses;
    for (const Index k : all.hidden()) CHECK(masses[k] == 0.0);
    CHECK(std::count(masses.begin(), masses.end(), 0.0) ==
          static_cast<std::ptrdiff_t>(all.hidden().size()));
    const Index most = static_cast<Index>(all.hidden().size()) - 1;
    CHECK_FALSE(TorusCells::of(sites, weights, first_reach(300, kBrick), kBrick, most));
  }
}

TEST_CASE("what all weights on a torus have in common changes nothing") {
  std::vector<Point> sites = wrapped_points(150, 8);
  const std::vector<Point> away = random_points(150, 9, {-0.02, -0.02, -0.02}, {0.02, 0.02, 0.02});
  for (int k = 0; k < 150; ++k) sites.push_back(kBrick.wrapped(sites[k] + away[k]));
  const auto source = std::make_shared<const Source>(Source::periodic_box({0, 0, 0}, {1, 1, 1}));
  const std::vector<Point> queries = random_points(1000, 15);
  for (const double weight : {-0x5p-8, -0x1p-9}) {
    std::vector<double> weights(300, 0.0);
    std::fill(weights.begin() + 150, weights.end(), weight);
    const TorusCells plain = cells_of(sites, weights, 0.5);
    const std::vector<Index> located = PeriodicDiagram(sites, weights, source).locate(queries);
    for (const double common : {-0x1p40, 0x1p40}) {
      std::vector<double> shifted = weights;
      for (double& w : shifted) w += common;
      const TorusCells cells = cells_of(sites, shifted, 0.0);
      CHECK(cells.hidden() == plain.hidden());
      CHECK(facets_of(cells) == facets_of(plain));
      CHECK(PeriodicDiagram(sites, shifted, source).locate(queries) == located);
    }
  }
}

TEST_CASE("a site far from its cell belongs in, though no copy of it is near the seam at first") {
  // Sites in a corner of the box, with weights that send their cells all over it.
  std::vector<Point> sites;
  std::vector<double> weights;
  for (const Point p : random_points(200, 10, {0.4, 0.3, 0.2}, {0.44, 0.33, 0.22})) {
    sites.push_back(kBrick.wrapped(p));
    const Point z = p - Point{0.42, 0.315, 0.21};
    weights.push_back(-24.0 * squared_norm(z) + 0.3 * z.x);
  }
  const TorusCells few = cells_of(sites, weights, 0.0), all = cells_of(sites, weights, 0.5);
  CHECK(few.hidden() == all.hidden());
  CHECK(facets_of(few) == facets_of(all));
  CHECK(few.rounds() > 1);
}

TEST_CASE("faces at the seam that are not regular are open") {
  const std::vector<Point> sites = wrapped_points(30, 12);
  const SiteCopies copies(kBrick, sites, std::vector<Box>(30, reach_of(0.5)));
  const auto triangulated = [&](const std::vector<double>& weights) {
    return RegularTriangulation(copies.ordered(), copies.spread(weights),
                                {{-2, -2, -2}, {3, 3, 3}});
  };
  const RegularTriangulation plain = triangulated(std::vector<double>(30, 0.0));
  const RegularTriangulation other = triangulated(random_weights(30, 13, 0.05));
  const Folding folding(plain, copies, kBrick);
  REQUIRE(folding.triangulation);
  std::vector<TorusTetrahedron> tetrahedra;
  std::vector<FaceOfTetrahedron> at_seam;
  for (Index t = 0; t < folding.triangulation->size(); ++t) {
    tetrahedra.push_back((*folding.triangulation)[t]);
    for (int k = 0; k < 4; ++k) {
      if (tetrahedra[t].links[k].shift != SmallShift{}) at_seam.push_back({t, k});
    }
  }
  CHECK(sew(at_seam, tetrahedra, plain, copies, kBrick).open.empty());
  CHECK_FALSE(sew(at_seam, tetrahedra, other, copies, kBrick).open.empty());
  at_seam.pop_back();
  CHECK_FALSE(sew(at_seam, tetrahedra, plain, copies, kBrick).open.empty());
}

TEST_CASE("cells of crystals have the faces that they should, wherever the seam is") {
  struct Crystal {
    std::vector<Point> places;  // in units of a cube of it
    std::size_t faces, vertices;
  };
  const Crystal crystals[] = {
      {{{0, 0, 0}}, 6, 8},
      {{{0, 0, 0}, {0.5, 0.5, 0.5}}, 14, 24},
      {{{0, 0, 0}, {0.5, 0.5, 0}, {0.5, 0, 0.5}, {0, 0.5, 0.5}}, 12, 14},
  };
  const auto source = std::make_shared<const Source>(Source::periodic_box({0, 0, 0}, {1, 1, 1}));
  for (const auto& [places, faces, vertices] : crystals) {
    for (const double from : {0.0, 0.125, 0.25, -7.0}) {
      std::vector<Point> sites;
      for (const Point p : lattice(4)) {
        for (const Point place : places) {
          sites.push_back(p + 0.25 * place + Point{from, from, from});
        }
      }
      const std::size_t count = sites.size();
      const PeriodicDiagram diagram(sites, std::vector<double>(count, 0.0), source);
      CHECK(diagram.facets().shifts.size() == faces * count / 2);
      for (const Index k : {0, 1, 63}) {
        const Polyhedron cell = diagram.cell(k);
        CHECK(cell.faces.size() == faces);
        CHECK(cell.vertices.size() == vertices);
        CHECK(volume_of(cell) * static_cast<double>(count) == doctest::Approx(1.0).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("mirrored cells meet in whole faces where the mirror is the seam") {
  // Six sites around each vertex on the mirror, which rounding puts on either side of it.
  std::vector<std::size_t> counts;
  for (const double mirror : {0.0, 0.25, 0.75}) {
    std::vector<Point> sites;
    for (const Point p : random_points(60, 14)) {
      const auto digits = [](double x) { return std::ldexp(std::floor(std::ldexp(x, 20)), -20); };
      const Point y{digits(0.45 * p.x + 0.02), digits(p.y), digits(p.z)};
      sites.push_back({mirror + y.x, y.y, y.z});
      sites.push_back({mirror - y.x, y.y, y.z});
    }
    const auto source = std::make_shared<const Source>(Source::periodic_box({0, 0, 0}, {1, 1, 1}));
    const PeriodicDiagram diagram(sites, std::vector<double>(120, 0.0), source);
    counts.push_back(diagram.facets().shifts.size());
  }
  CHECK(counts[0] == counts[1]);
  CHECK(counts[0] == counts[2]);
}

TEST_CASE("one site meets its own copies only, and no mass is exchanged between them") {
  const std::vector<Point> site{{0.25, 0.5, 0.0}};
  const TorusCells cells = cells_of(site, {0.7}, 0.0);
  CHECK(facets_of(cells).size() == 3);
  const CellMeasures measures = measure_cells(cells.surfaces());
  CHECK(measures.masses == std::vector<double>{1.0});
  CHECK(measures.facets.empty());
  const CellMoments moments = cell_moments(cells.surfaces());
  CHECK(norm(moments.centroids[0] - site[0]) < 1e-15);
  CHECK(moments.second_moments[0] ==
        doctest::Approx(squared_norm(kBrick.period()) / 12).epsilon(1e-14));
}

TEST_CASE("an interruption of a periodic diagram passes through") {
  struct Stop {};
  int left = 5;
  const auto stop = [&] {
    if (--left == 0) throw Stop{};
  };
  const auto source = std::make_shared<const Source>(Source::periodic_box({0, 0, 0}, {1, 1, 1}));
  CHECK_THROWS_AS(
      PeriodicDiagram(random_points(3000, 11), std::vector<double>(3000, 0.0), source, 1, stop),
      Stop);
}

}  // namespace
}  // namespace brenier::space
