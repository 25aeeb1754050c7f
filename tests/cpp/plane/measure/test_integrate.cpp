#include "brenier/plane/measure/integrate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "brenier/plane/density/uniform.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "inputs/site_sets.hpp"

namespace brenier {
namespace {

using namespace testing;

struct Measured {
  RegularTriangulation triangulation;
  Uniform density;
  CellBoundaries boundaries;

  Measured(std::vector<Point> sites, std::vector<double> weights, const std::vector<Ring>& rings)
      : triangulation(std::move(sites), std::move(weights)),
        density(Polygon(rings)),
        boundaries(triangulation, density.domain()) {}

  CellMoments moments() const {
    return cell_moments(boundaries, static_cast<Index>(triangulation.sites().size()), density);
  }
  CellMeasures measures() const {
    return measure_cells(boundaries, triangulation.sites(), density);
  }
};

TEST_CASE("moments of one cell - the whole domain - have their closed forms") {
  struct Case {
    NamedDomain domain;
    Point centroid;
    double second;  // ∫|x - centroid|² over the domain, divided by its area
  };
  // A right triangle with legs a, b: (a² + b²) / 18. Two squares: by Steiner's theorem.
  const std::vector<Case> cases{
      {{"unit square", {rectangle(0, 0, 1, 1)}}, {0.5, 0.5}, 1.0 / 6},
      {{"2 by 3", {rectangle(-1, 4, 1, 7)}}, {0, 5.5}, 13.0 / 12},
      {{"triangle", {{{0, 0}, {3, 0}, {0, 4}}}}, {1, 4.0 / 3}, 25.0 / 18},
      {{"two squares", {rectangle(0, 0, 1, 1), rectangle(3, 0, 4, 1)}}, {2, 0.5}, 1.0 / 6 + 2.25},
      {{"frame", {rectangle(0, 0, 4, 4), rectangle(1, 1, 3, 3)}},
       {2, 2},
       (16 * 32.0 / 12 - 4 * 8.0 / 12) / 12}};
  for (const Case& c : cases) {
    CAPTURE(c.domain.name);
    const CellMoments m = Measured({{0.3, 0.7}}, {0.0}, c.domain.rings).moments();
    CHECK(m.masses[0] == doctest::Approx(1.0).epsilon(1e-14));
    CHECK(norm(m.centroids[0] - c.centroid) < 1e-14 * 10);
    CHECK(m.second_moments[0] == doctest::Approx(c.second).epsilon(1e-13));
  }
}

TEST_CASE("a square in four: masses - centroids - second moments - facets") {
  const Measured measured(grid(2, 0.5, {0.25, 0.25}), {0, 0, 0, 0}, {rectangle(0, 0, 1, 1)});
  const CellMoments m = measured.moments();
  for (int k = 0; k < 4; ++k) {
    CHECK(m.masses[k] == doctest::Approx(0.25).epsilon(1e-15));
    CHECK(norm(m.centroids[k] - measured.triangulation.sites()[k]) < 1e-15);
    CHECK(m.second_moments[k] == doctest::Approx(0.25 * 0.25 / 6).epsilon(1e-14));
  }
  const CellMeasures measures = measured.measures();
  double total = 0.0;
  for (const Facet& f : measures.facets) {
    // Half of the side, at a distance of half of it.
    CHECK(f.conductance == doctest::Approx(0.5).epsilon(1e-15));
    total += f.conductance;
  }
  CHECK(total == doctest::Approx(2.0).epsilon(1e-15));
}

TEST_CASE("the cells partition the source: masses and moments add up - in every domain") {
  Random random(40);
  for (const NamedDomain& domain : domains()) {
    CAPTURE(domain.name);
    const int count = 300;
    const Measured measured(random.points(count), random.numbers(count, 0, 0.005), domain.rings);
    const Measured whole({{0, 0}}, {0.0}, domain.rings);
    const CellMoments parts = measured.moments(), all = whole.moments();
    const double sum = std::accumulate(parts.masses.begin(), parts.masses.end(), 0.0);
    CHECK(sum == doctest::Approx(1.0).epsilon(1e-13));
    Point first;
    double second = 0.0;
    int empty = 0, wrong = 0;
    const std::vector<double> masses = measured.measures().masses;
    for (int k = 0; k < count; ++k) {
      // NaN exactly where the cell is empty.
      const bool is_empty = parts.masses[k] == 0.0;
      empty += is_empty;
      wrong += is_empty != std::isnan(parts.centroids[k].x);
      wrong += is_empty != std::isnan(parts.centroids[k].y);
      wrong += !std::isfinite(parts.second_moments[k]) || !std::isfinite(parts.masses[k]);
      wrong += std::abs(masses[k] - parts.masses[k]) > 1e-16;
      if (is_empty) continue;
      first = first + parts.masses[k] * parts.centroids[k];
      const Point offset = parts.centroids[k] - all.centroids[0];
      second += parts.second_moments[k] + parts.masses[k] * squared_norm(offset);
    }
    CHECK(wrong == 0);
    CHECK(empty > 0);
    CHECK(empty < count / 2 + 100);
    CHECK(norm(first - all.centroids[0]) < 1e-13);
    CHECK(second == doctest::Approx(all.second_moments[0]).epsilon(1e-12));
  }
}

TEST_CASE("masses are positive and sum to one - however degenerate the sites") {
  for (const NamedDomain& named : domains()) {
    const Uniform density{Polygon(named.rings)};
    for (const Sites& sites : site_sets()) {
      CAPTURE(named.name);
      CAPTURE(sites.name);
      const RegularTriangulation triangulation(sites.points, sites.weights);
      const CellBoundaries boundaries(triangulation, density.domain());
      const std::vector<double> masses = measure_cells(boundaries, sites.points, density).masses;
      CHECK(*std::min_element(masses.begin(), masses.end()) >= 0.0);
      CHECK(std::accumulate(masses.begin(), masses.end(), 0.0) ==
            doctest::Approx(1.0).epsilon(1e-12));
    }
  }
}

TEST_CASE("lattice-aligned cells have their known masses") {
  // Each of the 64 sites has a cell of a 64th of the square, whatever falls together.
  const std::vector<Point> sites = grid(8, 0.125, {0.0625, 0.0625});
  for (const NamedDomain& named : {square(), l_shape(), u_shape(), holed()}) {
    CAPTURE(named.name);
    const Uniform density{Polygon(named.rings)};
    const double area = density.domain().polygon().area();
    const RegularTriangulation triangulation(sites, zeros(64));
    const CellBoundaries boundaries(triangulation, density.domain());
    const std::vector<double> masses = measure_cells(boundaries, sites, density).masses;
    int wrong = 0;
    for (int k = 0; k < 64; ++k) {
      // Only the holed domain's island, a triangle, cuts a cell, and it cuts it in half.
      double expected = density.domain().contains(sites[k]) ? 1.0 / 64 : 0.0;
      if (named.name == "holed" && sites[k] == Point{0.8125, 0.8125}) expected = 0.5 / 64;
      wrong += std::abs(masses[k] * area - expected) > 1e-15;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("a tiny cell keeps its digits - wherever it lies") {
  // A cell of width 2^-30 around a site of a fine strip, far from the origin of the coordinates.
  const double h = std::ldexp(1.0, -30), x = 0.75;
  const Measured measured({{x - h, 0.5}, {x, 0.5}, {x + h, 0.5}}, {0, 0, 0},
                          {rectangle(0, 0, 1, 1)});
  const CellMoments m = measured.moments();
  CHECK(m.masses[1] == doctest::Approx(h).epsilon(1e-12));
  CHECK(m.centroids[1].y == doctest::Approx(0.5).epsilon(1e-12));
  CHECK(m.second_moments[1] == doctest::Approx(h / 12).epsilon(1e-9));
}

TEST_CASE("conductances are lengths of facets over the area and twice the way between sites") {
  Random random(41);
  const Measured measured(random.points(50), zeros(50), l_shape().rings);
  const double area = measured.density.domain().polygon().area();
  const auto facets = measured.measures().facets;
  const std::vector<Segment> segments = measured.boundaries.segments();
  const std::vector<Point>& sites = measured.triangulation.sites();
  REQUIRE(static_cast<Index>(facets.size()) == measured.boundaries.facet_count());
  for (std::size_t k = 0; k < facets.size(); ++k) {
    const Segment& s = segments[k];
    const double way = norm(sites[s.left] - sites[s.right]);
    CHECK(facets[k].conductance == doctest::Approx(norm(s.b - s.a) / area / (2.0 * way)));
    CHECK(facets[k].i == s.left);
    CHECK(facets[k].j == s.right);
  }
}

}  // namespace
}  // namespace brenier
