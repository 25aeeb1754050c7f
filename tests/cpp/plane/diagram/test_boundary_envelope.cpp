#include "brenier/plane/diagram/boundary_envelope.hpp"

#include <doctest/doctest.h>

#include "inputs/domains.hpp"
#include "inputs/measured.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

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

}  // namespace
}  // namespace brenier
