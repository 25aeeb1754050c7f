#include "brenier/plane/measure/cell_repair.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "inputs/domains.hpp"
#include "inputs/measured.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

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

}  // namespace
}  // namespace brenier
