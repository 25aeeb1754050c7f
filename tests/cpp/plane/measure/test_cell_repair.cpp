// Cells that came out empty are given mass, by raising the weights of their sites and no others.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "brenier/plane/density/source.hpp"
#include "brenier/plane/diagram/appearance.hpp"
#include "brenier/plane/diagram/boundary_envelope.hpp"
#include "brenier/plane/measure/cell_repair.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"

namespace {

using namespace brenier;
using namespace brenier::testing;

struct Measured {
  RegularTriangulation triangulation;
  CellMeasures measures;
  std::vector<Segment> boundary;
};

Measured measured(RegularTriangulation triangulation, const Source& source) {
  const CellBoundaries diagram(triangulation, domain_of(source.density));
  CellMeasures measures = measure_cells(diagram, triangulation.sites(), source.density);
  std::vector<Segment> boundary = diagram.boundary();
  return {std::move(triangulation), std::move(measures), std::move(boundary)};
}

std::vector<Index> empty_cells(const CellMeasures& measures) {
  std::vector<Index> result;
  for (std::size_t k = 0; k < measures.masses.size(); ++k) {
    if (!(measures.masses[k] > 0.0)) result.push_back(static_cast<Index>(k));
  }
  return result;
}

Point power_center_of(const std::vector<Point>& sites, const std::vector<double>& weights) {
  return power_center({sites[0], weights[0]}, {sites[1], weights[1]}, {sites[2], weights[2]});
}

}  // namespace

TEST_CASE("receding sides bound a triangle whose area grows with the square of the way") {
  // The right triangle with legs 1 around the origin: x >= -t / 3, y >= -t / 3, x + y <= t / 3.
  const double third = 1.0 / 3.0;
  CHECK(growth_of_triangle({RecedingSide{{-1, 0}, third}, {{0, -1}, third}, {{1, 1}, third}}) ==
        doctest::Approx(0.5).epsilon(1e-14));
  // A side that stands still: x >= 0, y >= 0, x + y <= t.
  CHECK(growth_of_triangle({RecedingSide{{-1, 0}, 0}, {{0, -1}, 0}, {{1, 1}, 1}}) ==
        doctest::Approx(0.5).epsilon(1e-14));
  // Parallel sides bound nothing, and nothing infinite comes of them.
  const double blunt = growth_of_triangle({RecedingSide{{0, 1}, 1}, {{0, -1}, 1}, {{1, 0}, 0}});
  CHECK(std::isfinite(blunt));
  CHECK(blunt > 0.0);
}

TEST_CASE(
    "the appearance of a hidden site tells the weight at which its cell appears and its area") {
  Random random(301);
  int count = 0;
  const Source source = uniform_source(square().rings);
  for (int round = 0; round < 200; ++round) {
    std::vector<Point> sites = random.points(3, 0.1, 0.9);
    if (cross(sites[1] - sites[0], sites[2] - sites[0]) < 0.0) std::swap(sites[1], sites[2]);
    const double u = random.uniform(0.1, 0.45), v = random.uniform(0.1, 0.45);
    sites.push_back(sites[0] + u * (sites[1] - sites[0]) + v * (sites[2] - sites[0]));
    const std::vector<double> weights{random.uniform(0, 0.01), random.uniform(0, 0.01),
                                      random.uniform(0, 0.01), -1.0};
    const Point vertex = power_center_of(sites, weights);
    if (!(vertex.x > 0.1 && vertex.x < 0.9 && vertex.y > 0.1 && vertex.y < 0.9)) continue;
    ++count;
    const Appearance appearance = appearance_at_vertex(
        vertex, {sites[3], weights[3]},
        {WeightedPoint{sites[0], weights[0]}, {sites[1], weights[1]}, {sites[2], weights[2]}});
    const auto mass_at = [&](double raise) {
      std::vector<double> raised(weights);
      raised[3] += raise;
      return measured(RegularTriangulation(sites, raised), source).measures.masses[3];
    };
    CHECK(mass_at(appearance.raise - 1e-9) == 0.0);
    // So little that the cell is the triangle, whole.
    const double area = 1e-8;
    CHECK(mass_at(appearance.raise_for(area)) / area == doctest::Approx(1.0).epsilon(1e-3));
  }
  CHECK(count > 20);
}

TEST_CASE("the appearance on the boundary tells when a cell enters the domain and how it grows") {
  const Source source = uniform_source(square().rings);
  // The border between the first two meets the upper side at (0.5, 1); the third lies above.
  const std::vector<Point> sites{{0.25, 0.5}, {0.75, 0.5}, {0.5, 3.0}};
  const std::vector<double> weights{0.0, 0.0, 0.0};
  const Measured before = measured(RegularTriangulation(sites, weights), source);
  REQUIRE(before.measures.masses[2] == 0.0);
  BoundaryEnvelope envelope(before.boundary, sites, weights);
  const Appearance appearance = envelope.appearance(2);
  // |(0.5, 1) - y|² is 4 for the third site and 0.3125 for the others.
  CHECK(appearance.raise == doctest::Approx(3.6875).epsilon(1e-14));
  const auto mass_at = [&](double raise) {
    return measured(RegularTriangulation(sites, {0.0, 0.0, raise}), source).measures.masses[2];
  };
  CHECK(mass_at(appearance.raise - 1e-9) == 0.0);
  CHECK(mass_at(appearance.raise_for(1e-6)) / 1e-6 == doctest::Approx(1.0).epsilon(1e-2));
}

TEST_CASE("a cell that enters where two rings touch grows in both") {
  // Alike triangles, one above and one below the point in which they touch, which is the rightmost.
  const Source source =
      uniform_source({{{1, 0}, {0, 0.75}, {0, 0.25}}, {{1, 0}, {0, -0.75}, {0, -0.25}}});
  const std::vector<Point> sites{{0.5, 0}, {3, 0}};
  const std::vector<double> weights{0.0, 0.0};
  const Measured before = measured(RegularTriangulation(sites, weights), source);
  const Appearance appearance = BoundaryEnvelope(before.boundary, sites, weights).appearance(1);
  CHECK(appearance.raise == doctest::Approx(3.75).epsilon(1e-14));
  const Measured after =
      measured(RegularTriangulation(sites, {0.0, appearance.raise_for(1e-6)}), source);
  const double area = domain_of(source.density).polygon().area();
  CHECK(after.measures.masses[1] * area / 1e-6 == doctest::Approx(2.0).epsilon(1e-2));
}

TEST_CASE("the boundary's owners after raising a site are those of the new diagram") {
  Random random(302);
  for (const NamedDomain& domain : {square(), triangle()}) {
    const Source source = uniform_source(domain.rings);
    const std::vector<Point> sites = random.points(60, -0.2, 1.2);
    std::vector<double> weights(60, 0.0);
    const Measured before = measured(RegularTriangulation(sites, weights), source);
    BoundaryEnvelope envelope(before.boundary, sites, weights);
    const std::vector<Index> empty = empty_cells(before.measures);
    REQUIRE(empty.size() > 3);
    for (const Index k : empty) {
      const Appearance appearance = envelope.appearance(k);
      weights[k] += appearance.raise_for(1e-4);
      envelope.raise(k, weights[k]);
      // A later appearance is that of the diagram with all that was raised before.
      const Measured after = measured(RegularTriangulation(sites, weights), source);
      const BoundaryEnvelope anew(after.boundary, sites, weights);
      for (const Index other : empty) {
        if (after.measures.masses[other] > 0.0) continue;
        CHECK(envelope.appearance(other).raise ==
              doctest::Approx(anew.appearance(other).raise).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("raising hidden sites leaves few of them hidden and lowers no weight") {
  Random random(303);
  const Source source = uniform_source(square().rings);
  const std::vector<Point> sites = random.points(2000);
  const std::vector<double> weights = random.numbers(2000, 0.0, 1e-3);
  const RegularTriangulation before(sites, weights);
  const std::vector<Index> hidden = before.hidden_sites();
  REQUIRE(hidden.size() > 100);
  const RegularTriangulation after =
      hidden_sites_raised(before, domain_of(source.density), std::vector<double>(2000, 1e-6), {});
  CHECK(after.hidden_sites().size() < hidden.size() / 10);
  for (Index k = 0; k < 2000; ++k) {
    CHECK(after.weights()[k] >= weights[k]);
  }
  // The triangulation is that of its weights.
  const RegularTriangulation anew(sites, after.weights());
  CHECK(anew.hidden_sites() == after.hidden_sites());
  CHECK(anew.triangles().size() == after.triangles().size());
}

TEST_CASE("underfilled sites are raised until most have cells and the others keep their weights") {
  Random random(304);
  const Source source = uniform_source(square().rings);
  const DomainIndex& domain = domain_of(source.density);
  // Ten of the sites lie beside the domain.
  std::vector<Point> sites = random.points(100);
  for (int k = 0; k < 10; ++k) sites.push_back({1.2 + 0.02 * k, random.uniform()});
  const std::vector<double> weights(sites.size(), 0.0);
  const Measured before = measured(RegularTriangulation(sites, weights), source);
  const std::vector<Index> empty = empty_cells(before.measures);
  REQUIRE(empty.size() > 2);
  const std::vector<double> wanted(sites.size(), 1e-5);
  const std::vector<double> raised = underfilled_sites_raised(
      before.triangulation, domain, before.boundary, before.measures, empty, wanted, {});
  for (std::size_t k = 0; k < sites.size(); ++k) {
    const bool is_empty = std::binary_search(empty.begin(), empty.end(), static_cast<Index>(k));
    CHECK((raised[k] > weights[k]) == is_empty);
  }
  const Measured after = measured(RegularTriangulation(sites, raised), source);
  CHECK(empty_cells(after.measures).size() < empty.size());
}

TEST_CASE("a small cell grows by the square-root law to what is wanted") {
  Random random(305);
  const Source source = uniform_source(square().rings);
  const std::vector<Point> sites = random.points(400);
  const Measured before =
      measured(RegularTriangulation(sites, random.numbers(400, 0.0, 1.5e-3)), source);
  int count = 0;
  for (Index k = 0; k < 400; ++k) {
    const double mass = before.measures.masses[k];
    if (!(mass > 0.0 && mass < 5e-4)) continue;
    ++count;
    const std::vector<double> raised = underfilled_sites_raised(
        before.triangulation, domain_of(source.density), before.boundary, before.measures,
        std::vector<Index>{k}, std::vector<double>(400, 2.0 * mass), {});
    const double grown = measured(RegularTriangulation(sites, raised), source).measures.masses[k];
    CHECK(grown / mass > 1.5);
    CHECK(grown / mass < 2.1);
  }
  CHECK(count > 10);
}
