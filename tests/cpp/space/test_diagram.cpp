// Power diagrams in space: volumes, facets and moments against closed forms and brute force.
#include <doctest/doctest.h>

#include <cmath>
#include <utility>

#include "brenier/space/measure/measure_cells.hpp"
#include "space/space_cases.hpp"

namespace brenier::space {
namespace {

using namespace testing;

/// The cell cut out of the domain by the planes of all other sites.
Polyhedron by_brute_force(const std::vector<Point>& sites, const std::vector<double>& weights,
                          Index site) {
  const OrderedSites ordered(sites);
  const ConvexPolyhedron domain = unit_cube()->local;
  const RegularTriangulation triangulation(ordered, weights, domain.bounds());
  const CellSurfaces surfaces(triangulation, domain);
  std::vector<Index> others;
  for (Index j = 0; j < static_cast<Index>(sites.size()); ++j) {
    if (j != site) others.push_back(j);
  }
  return cell_polyhedron(surfaces, site, others);
}

TEST_CASE("masses sum to 1 to rounding, and agree with their moments") {
  for (const double size : {0.0, 0.001, 0.1}) {
    const PowerDiagram diagram(random_points(500, 1), random_weights(500, 2, size), unit_cube());
    const CellMoments moments = diagram.moments();
    const std::vector<double> masses = diagram.masses();
    CHECK(std::abs(exact_sum(masses) - 1.0) < 1e-15);
    Point mean;
    for (std::size_t k = 0; k < masses.size(); ++k) {
      CHECK(std::abs(moments.masses[k] - masses[k]) < 1e-16);
      if (masses[k] > 0.0) mean = mean + masses[k] * moments.centroids[k];
    }
    CHECK(largest_coordinate(mean - Point{0.5, 0.5, 0.5}) < 1e-14);
  }
}

TEST_CASE("cells and their volumes are those that all planes cut out") {
  const std::vector<Point> sites = random_points(60, 3, {-0.2, 0, 0}, {1, 1, 1.1});
  const std::vector<double> weights = random_weights(60, 4, 0.1);
  const PowerDiagram diagram(sites, weights, unit_cube());
  const std::vector<double> volumes = diagram.volumes();
  const auto pairs = pairs_of(diagram.facets());
  int empty = 0;
  for (Index k = 0; k < 60; ++k) {
    const Polyhedron expected = by_brute_force(sites, weights, k), cell = diagram.cell(k);
    CHECK(std::abs(volume_of(expected) - volumes[k]) < 1e-15);
    CHECK(std::abs(volume_of(cell) - volumes[k]) < 1e-15);
    CHECK(expected.faces.size() == cell.faces.size());
    for (const Index j : expected.neighbors) {
      if (j != kNone) CHECK(pairs.contains(std::minmax(k, j)));
    }
    empty += volumes[k] == 0.0;
    CHECK((volumes[k] == 0.0) == cell.vertices.empty());
  }
  CHECK(empty > 5);
}

TEST_CASE("one to five sites, on a line, in a plane, or in space, share out the cube") {
  const std::vector<std::vector<Point>> cases{
      {{0.5, 0.5, 0.5}},
      {{7, 7, 7}},
      {{0.25, 0.5, 0.5}, {0.75, 0.5, 0.5}},
      {{0.1, 0.1, 0.1}, {0.2, 0.2, 0.2}, {0.9, 0.9, 0.9}},
      {{0.25, 0.25, 0.3}, {0.25, 0.75, 0.3}, {0.75, 0.25, 0.3}, {0.75, 0.75, 0.3}},
      {{0, 0, 0}, {1, 1, 0}, {1, 0, 1}, {0, 1, 1}, {0.5, 0.5, 0.5}}};
  for (const auto& sites : cases) {
    const PowerDiagram diagram(sites, std::vector<double>(sites.size(), 0.0), unit_cube());
    CHECK(std::abs(exact_sum(diagram.masses()) - 1.0) < 1e-15);
    CHECK(diagram.hidden().empty());
  }
  const PowerDiagram halves(cases[2], std::vector<double>{0.0, 0.0}, unit_cube());
  CHECK(halves.masses()[0] == doctest::Approx(0.5).epsilon(1e-15));
  REQUIRE(halves.facets().areas.size() == 1);
  CHECK(halves.facets().areas[0] == doctest::Approx(1.0).epsilon(1e-15));
  const PowerDiagram quarters(cases[4], std::vector<double>(4, 0.0), unit_cube());
  CHECK(pairs_of(quarters.facets()) ==
        std::set<std::pair<Index, Index>>{{0, 1}, {0, 2}, {1, 3}, {2, 3}});
}

TEST_CASE("cells of a cubic lattice meet in faces, not in edges and corners") {
  const int count = 6;
  const PowerDiagram diagram(lattice(count), std::vector<double>(count * count * count, 0.0),
                             unit_cube());
  const FacetTable facets = diagram.facets();
  CHECK(facets.sites.size() == 3 * count * count * (count - 1));
  for (const double area : facets.areas) CHECK(area == doctest::Approx(1.0 / 36).epsilon(1e-13));
  const CellMoments moments = diagram.moments();
  for (std::size_t k = 0; k < moments.masses.size(); ++k) {
    CHECK(moments.masses[k] == doctest::Approx(1.0 / 216).epsilon(1e-13));
    CHECK(moments.second_moments[k] == doctest::Approx(1.0 / 216 / (4.0 * 36)).epsilon(1e-12));
  }
  CHECK(diagram.cell(7 * 6 + 7 + 36).faces.size() == 6);
}

TEST_CASE("inner cells of body- and face-centred lattices have 14 and 12 neighbours") {
  const int count = 4;
  const double a = 1.0 / count;
  std::vector<Point> body, face;
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < count; ++j) {
      for (int k = 0; k < count; ++k) {
        const Point corner{(i + 0.25) * a, (j + 0.25) * a, (k + 0.25) * a};
        body.push_back(corner);
        body.push_back(corner + Point{0.5 * a, 0.5 * a, 0.5 * a});
        face.push_back(corner);
        face.push_back(corner + Point{0.5 * a, 0.5 * a, 0});
        face.push_back(corner + Point{0.5 * a, 0, 0.5 * a});
        face.push_back(corner + Point{0, 0.5 * a, 0.5 * a});
      }
    }
  }
  const auto check = [&](const std::vector<Point>& sites, int neighbors, double volume) {
    const PowerDiagram diagram(sites, std::vector<double>(sites.size(), 0.0), unit_cube());
    const std::vector<int> counts =
        neighbor_counts(diagram.facets(), static_cast<Index>(sites.size()));
    const std::vector<double> volumes = diagram.volumes();
    int inner = 0;
    for (std::size_t k = 0; k < sites.size(); ++k) {
      if (largest_coordinate(sites[k] - Point{0.5, 0.5, 0.5}) > 0.5 - a) continue;
      ++inner;
      CHECK(counts[k] == neighbors);
      CHECK(volumes[k] == doctest::Approx(volume).epsilon(1e-12));
      CHECK(diagram.cell(static_cast<Index>(k)).faces.size() == neighbors);
    }
    CHECK(inner > 10);
  };
  check(body, 14, a * a * a / 2);
  check(face, 12, a * a * a / 4);
}

TEST_CASE("a plane between cells that is a face of the domain is nobody's facet") {
  // The second site mirrors the first in the bottom of the cube.
  const PowerDiagram diagram(std::vector<Point>{{0.5, 0.5, 0.25}, {0.5, 0.5, -0.25}},
                             std::vector<double>{0.0, 0.0}, unit_cube());
  CHECK(diagram.masses()[0] == doctest::Approx(1.0).epsilon(1e-14));
  CHECK(diagram.masses()[1] == 0.0);
  CHECK(diagram.facets().sites.empty());
  CHECK(diagram.cell(0).faces.size() == 6);
  CHECK(diagram.cell(1).faces.empty());
}

TEST_CASE("a shift, a scale and another order change nothing but that") {
  const std::vector<Point> sites = random_points(200, 5);
  const std::vector<double> weights = random_weights(200, 6, 0.01);
  const PowerDiagram diagram(sites, weights, unit_cube());
  const CellMoments moments = diagram.moments();
  for (const double unit : {1e-100, 1e-3, 1e6, 1e100}) {
    const Point shift = unit * Point{3, -5, 7};
    std::vector<Point> moved;
    std::vector<double> scaled;
    for (int k = 199; k >= 0; --k) {
      moved.push_back(shift + unit * sites[k]);
      scaled.push_back(unit * weights[k] * unit);
    }
    const PowerDiagram other(
        moved, scaled,
        std::make_shared<const Source>(Source::box(shift, shift + unit * Point{1, 1, 1})));
    const CellMoments of_other = other.moments();
    for (int k = 0; k < 200; ++k) {
      CHECK(of_other.masses[199 - k] == doctest::Approx(moments.masses[k]).epsilon(1e-10));
      if (moments.masses[k] == 0.0) continue;
      const Point back = (1.0 / unit) * (of_other.centroids[199 - k] - shift);
      CHECK(largest_coordinate(back - moments.centroids[k]) < 1e-12);
    }
    CHECK(other.facets().sites.size() == diagram.facets().sites.size());
  }
}

TEST_CASE("any number of threads gives the same bits") {
  const std::vector<Point> sites = random_points(3000, 7);
  const std::vector<double> weights = random_weights(3000, 8, 0.001);
  const PowerDiagram one(sites, weights, unit_cube(), 1), three(sites, weights, unit_cube(), 3);
  CHECK(one.masses() == three.masses());
  CHECK(one.moments().second_moments == three.moments().second_moments);
  CHECK(one.facets().areas == three.facets().areas);
  CHECK(one.facets().sites == three.facets().sites);
}

TEST_CASE("points are found in the cell of least power, outside of the domain too") {
  const std::vector<Point> sites = random_points(300, 9);
  const std::vector<double> weights = random_weights(300, 10, 0.02);
  const PowerDiagram diagram(sites, weights, unit_cube());
  for (const double reach : {1.0, 30.0}) {
    const Point far{reach, reach, reach};
    const std::vector<Point> points = random_points(500, 11, (-reach + 1.0) * Point{1, 1, 1}, far);
    const std::vector<Index> found = diagram.locate(points, 2);
    for (std::size_t k = 0; k < points.size(); ++k) {
      const auto power = [&](Index i) { return squared_norm(points[k] - sites[i]) - weights[i]; };
      double least = power(0);
      for (Index i = 1; i < 300; ++i) least = std::min(least, power(i));
      CHECK(power(found[k]) <= least + 1e-12 * (1.0 + std::abs(least)));
    }
  }
}

TEST_CASE("of sites at one place the one of highest weight has the cell") {
  const PowerDiagram diagram(
      std::vector<Point>{{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}, {0, 0, 0}},
      std::vector<double>{0.0, 0.1, 0.1, -9.0}, unit_cube());
  CHECK(diagram.masses()[0] == 0.0);
  CHECK(diagram.masses()[1] == doctest::Approx(1.0).epsilon(1e-15));
  CHECK(diagram.masses()[2] == 0.0);
  CHECK(diagram.hidden() == std::vector<Index>{0, 2, 3});
  CHECK(std::isnan(diagram.moments().centroids[0].x));
}

TEST_CASE("what is built once looks for interruptions meanwhile") {
  std::vector<Point> sites = random_points(3000, 3);
  for (Point& p : sites) p.z = 0.5;
  const PowerDiagram diagram(sites, std::vector<double>(3000, 0.0), unit_cube());
  int calls = 0;
  const auto count = [&] { ++calls; };
  const std::vector<Point> query{{0.5, 0.5, 0.5}};
  diagram.locate(query, 1, count);
  const int calls_at_first = std::exchange(calls, 0);
  diagram.locate(query, 1, count);
  CHECK(calls_at_first > calls + 3000 / 128 + 5);

  calls = 0;  // once in 128 sites as it is found out that they are in a plane, and as they go in
  HullTriangulation(OrderedSites(sites), std::vector<double>(3000, 0.0), count);
  CHECK(calls > 2 * (3000 / 128) - 1);
}

TEST_CASE("small volumes at a corner of the domain have as many digits as their widths") {
  // The plane between the two cuts off the tetrahedron x + y + z <= h: no vertex of the diagram is
  // near it.
  const OrderedSites sites({{0.5, 0.5, 0.5}, {0.0, 0.0, 0.0}});
  const auto cube = unit_cube();
  for (const double h : {0x1p-3, 0x1p-12, 0x1p-23, 0x1p-30}) {
    const RegularTriangulation triangulation(sites, {0.0, h - 0.75}, cube->local.bounds());
    const CellSurfaces surfaces(triangulation, cube->local);
    const double digits = 1e-14 / h;
    CHECK(measure_cells(surfaces).masses[1] / (h * h * h / 6.0) ==
          doctest::Approx(1.0).epsilon(digits));
  }
}

}  // namespace
}  // namespace brenier::space
