// Empty cells: where they appear when their weights rise, and how they grow from there.
#include <doctest/doctest.h>

#include <cmath>

#include "brenier/space/diagram/appearance.hpp"
#include "brenier/space/diagram/cells_in_domain.hpp"
#include "brenier/space/measure/cell_repair.hpp"
#include "brenier/space/measure/measure_cells.hpp"
#include "space/space_cases.hpp"

namespace brenier::space {
namespace {

using namespace testing;

CellMeasures measured(const OrderedSites& sites, const std::vector<double>& weights,
                      const ConvexPolyhedron& domain) {
  const RegularTriangulation triangulation(sites, weights, domain.bounds());
  const CellSurfaces surfaces(triangulation, domain);
  return measure_cells(surfaces);
}

ConvexPolyhedron tetrahedron() {
  return {{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
          {{0, 2, 1}, {0, 1, 3}, {1, 2, 3}, {0, 3, 2}}};
}

/// How many of the empty cells are told when they appear: and each is nothing before that, and a
/// small tetrahedron of the volume foretold after it.
int check_appearances(const std::vector<Point>& points, const std::vector<double>& weights,
                      const ConvexPolyhedron& domain) {
  const OrderedSites sites(points);
  const RegularTriangulation triangulation(sites, weights, domain.bounds());
  const std::vector<double> masses = measured(sites, weights, domain).masses;
  const CellsInDomain cells(triangulation, domain);
  AppearanceFinder appearance_of(cells);
  int told = 0;
  for (Index k = 0; k < static_cast<Index>(points.size()); ++k) {
    if (masses[k] > 0.0) continue;
    const std::optional<Appearance> appearance = appearance_of(k);
    if (!appearance) continue;
    ++told;
    const double volume = 1e-15;
    std::vector<double> raised = weights;
    raised[k] = weights[k] + appearance->raise - 1e-9;
    CHECK(measured(sites, raised, domain).masses[k] <= 1e-15);
    raised[k] = weights[k] + appearance->raise_for(volume);
    CHECK(measured(sites, raised, domain).masses[k] * domain.volume() / volume ==
          doctest::Approx(1.0).epsilon(1e-2));
  }
  return told;
}

TEST_CASE("hidden cells appear where they are told to, and grow as the cube") {
  const std::vector<double> weights = random_weights(60, 2, 0.2);
  CHECK(check_appearances(random_points(60, 1), weights, unit_cube()->local) >= 15);
  CHECK(check_appearances(random_points(60, 3), weights, tetrahedron()) >= 15);
}

TEST_CASE("cells outside of the domain enter it at its boundary") {
  const std::vector<Point> sites = random_points(60, 4, {-1, -1, -1}, {2, 2, 2});
  const std::vector<double> zeros(60, 0.0);
  CHECK(check_appearances(sites, zeros, unit_cube()->local) >= 15);
  CHECK(check_appearances(sites, zeros, tetrahedron()) >= 15);
}

TEST_CASE("the only site has no other to appear beside") {
  const OrderedSites one({{0.5, 0.5, 0.5}});
  const auto cube = unit_cube();
  const RegularTriangulation triangulation(one, {0.0}, cube->local.bounds());
  const CellsInDomain cells(triangulation, cube->local);
  CHECK_FALSE(AppearanceFinder(cells)(0).has_value());
}

TEST_CASE("small cells are raised to the masses wanted, as their cube roots are linear") {
  // The plane between the two cuts off a corner of the cube: a tetrahedron, whose volume is exactly
  // a multiple of the cube of how far it reaches.
  const OrderedSites sites({{0.5, 0.5, 0.5}, {0.0, 0.0, 0.0}});
  const auto cube = unit_cube();
  std::vector<double> weights{0.0, -0.55};
  const CellMeasures measures = measured(sites, weights, cube->local);
  REQUIRE(measures.masses[1] > 0.0);
  const std::vector<double> wanted{0.0, 8.0 * measures.masses[1]};
  raise_small_cells(weights, measures, std::vector<Index>{1}, wanted);
  CHECK(measured(sites, weights, cube->local).masses[1] / wanted[1] ==
        doctest::Approx(1.0).epsilon(1e-10));
}

}  // namespace
}  // namespace brenier::space
