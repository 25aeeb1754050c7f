#include "brenier/plane/periodic/periodic_diagram.hpp"

#include <doctest/doctest.h>

#include <map>

#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "inputs/sites.hpp"

namespace brenier {
namespace {

using namespace testing;

std::shared_ptr<const Source> torus_of(Box bounds) {
  return std::make_shared<const Source>(periodic_uniform_source(bounds));
}

std::shared_ptr<const Source> unit_torus() { return torus_of({{0, 0}, {1, 1}}); }

TEST_CASE("one site owns the torus - around its own place - and meets itself on two sides") {
  for (const Point site : {Point{0.25, 0.5}, Point{0, 0}, Point{1, 1}, Point{-3.75, 8.5}}) {
    CAPTURE(site);
    const PeriodicDiagram d(std::vector<Point>{site}, zeros(1), unit_torus());
    CHECK(d.masses() == std::vector<double>{1.0});
    CHECK(d.hidden().empty());
    const CellMoments moments = d.moments();
    CHECK(moments.centroids[0] == site);
    CHECK(moments.second_moments[0] == doctest::Approx(1.0 / 6));
    const CellPolygons cells = d.cells();
    REQUIRE(cells.points.size() == 4);
    CHECK(box_of(cells.points).low == site - Point{0.5, 0.5});
    CHECK(box_of(cells.points).high == site + Point{0.5, 0.5});
    const PeriodicFacetTable facets = d.facets();
    REQUIRE(facets.shifts.size() == 2);
    for (std::size_t k = 0; k < 2; ++k) {
      const Shift shift = facets.shifts[k];
      CHECK(std::abs(shift.x) + std::abs(shift.y) == 1);
      CHECK(facets.table.masses[k] == doctest::Approx(1.0));
      const auto& [a, b] = facets.table.points[k];
      // Half way to the neighbour, which is on the right.
      const Point neighbor = site + Point{1.0 * shift.x, 1.0 * shift.y};
      CHECK(0.5 * (a + b) == 0.5 * (site + neighbor));
      CHECK(cross(b - a, neighbor - a) < 0.0);
    }
    CHECK(d.locate(std::vector<Point>{{1e6, -0.1}, {0, 0}}) == std::vector<Index>{0, 0});
  }
}

TEST_CASE("lattices on a torus have square cells with four neighbours - none only in a point") {
  for (const int side : {2, 3, 5, 8}) {
    for (const double corner : {0.0, 0.5 / side, 0.25}) {
      CAPTURE(side);
      CAPTURE(corner);
      const std::vector<Point> sites = grid(side, 1.0 / side, {corner, corner});
      const PeriodicDiagram d(sites, zeros(sites.size()), unit_torus());
      const PeriodicFacetTable facets = d.facets();
      CHECK(facets.shifts.size() == 2 * sites.size());
      std::vector<int> neighbors(sites.size(), 0);
      for (std::size_t k = 0; k < facets.shifts.size(); ++k) {
        const auto& [i, j] = facets.table.sites[k];
        ++neighbors[i], ++neighbors[j];
        const Point there = sites[j] + Point{1.0 * facets.shifts[k].x, 1.0 * facets.shifts[k].y};
        CHECK(norm(there - sites[i]) == doctest::Approx(1.0 / side));
        const auto& [a, b] = facets.table.points[k];
        CHECK(norm(b - a) == doctest::Approx(1.0 / side));
      }
      for (const int count : neighbors) CHECK(count == 4);
      for (const double mass : d.masses())
        CHECK(mass == doctest::Approx(1.0 / static_cast<double>(sites.size())));
    }
  }
}

TEST_CASE("whole cells and their facets tell the same masses - and facets close up") {
  Random random(31);
  for (const double scale : {0.0, 0.003, 0.1}) {
    const auto source = torus_of({{-1, 2}, {1, 3.5}});
    const std::vector<Point> sites = random.points(80, -5, 5);
    const std::vector<double> weights = random.numbers(80, 0, scale);
    const PeriodicDiagram d(sites, weights, source);
    const CellPolygons cells = d.cells();
    const std::vector<double> areas = d.areas();
    const std::vector<Index> hidden = d.hidden();
    for (Index k = 0; k < 80; ++k) {
      const bool is_hidden = std::count(hidden.begin(), hidden.end(), k) > 0;
      CHECK((cells.cell_begin[k] == cells.cell_begin[k + 1]) == is_hidden);
      if (is_hidden) continue;
      const Index ring = cells.polygon_begin[cells.cell_begin[k]];
      double doubled = 0.0;
      const Index begin = cells.ring_begin[ring], end = cells.ring_begin[ring + 1];
      for (Index p = begin; p < end; ++p) {
        doubled += cross(cells.points[p] - sites[k],
                         cells.points[p + 1 == end ? begin : p + 1] - sites[k]);
      }
      CHECK(0.5 * doubled == doctest::Approx(areas[k]).epsilon(1e-11));
    }
    // Around each cell, facets close up: what leaves in one direction comes back.
    std::map<Index, Point> sums;
    const PeriodicFacetTable facets = d.facets();
    for (std::size_t k = 0; k < facets.shifts.size(); ++k) {
      const auto& [i, j] = facets.table.sites[k];
      const auto& [a, b] = facets.table.points[k];
      sums[i] = sums[i] + (b - a);
      sums[j] = sums[j] - (b - a);
    }
    for (const auto& [site, sum] : sums) CHECK(norm(sum) < 1e-12);
  }
}

TEST_CASE("near copies across the seam share a cell - which lies around the first of them") {
  const double beside = 1.0 - 1e-15;
  std::vector<Point> sites{{beside, 0.3}, {0.0, 0.3}, {0.5, 0.8}, {1e-15, 0.3}};
  const PlanarProblem problem(sites, std::vector<double>{0.125, 0.25, 0.5, 0.125}, unit_torus());
  CHECK(problem.first_of_group() == std::vector<Index>{0, 0, 2, 0});
  const auto d = periodic_transport_diagram(problem, zeros(2), 1, {});
  CHECK(d->masses() == std::vector<double>{0.5, 0.0, 0.5, 0.0});
  CHECK(norm(d->moments().centroids[0] - sites[0]) < 1e-14);
  // Told by a file, they are what they are.
  const std::vector<Index> groups = problem.first_of_group();
  const PlanarProblem again(sites, std::vector<double>{0.125, 0.25, 0.5, 0.125}, unit_torus(), {},
                            groups);
  CHECK(again.points.size() == 2);
}

}  // namespace
}  // namespace brenier
