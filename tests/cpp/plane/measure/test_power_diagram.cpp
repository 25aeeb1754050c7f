#include "brenier/plane/measure/power_diagram.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "brenier/error.hpp"
#include "inputs/domains.hpp"
#include "oracles/messages.hpp"

namespace brenier {
namespace {

using namespace testing;

std::shared_ptr<const Source> source_of(const std::vector<Ring>& rings) {
  return std::make_shared<const Source>(uniform_source(rings));
}

TEST_CASE("PowerDiagram: the caller's units - and one cell for sites at the same place") {
  // Two halves of a rectangle 8 by 2, with area 16; sites 1 and 3 at one place, 3 heavier.
  const std::vector<Point> sites{{102, 51}, {106, 51}, {102, 51}, {106, 51}};
  const PowerDiagram d(sites, std::vector<double>{0, -1, 0, 0},
                       source_of({rectangle(100, 50, 108, 52)}));
  CHECK(d.hidden() == std::vector<Index>{1, 2});
  CHECK(d.masses() == std::vector<double>{0.5, 0, 0, 0.5});
  CHECK(d.areas() == std::vector<double>{8, 0, 0, 8});
  const CellMoments m = d.moments();
  CHECK(norm(m.centroids[0] - Point{102, 51}) < 1e-13);
  CHECK(std::isnan(m.centroids[1].x));
  CHECK(m.second_moments[3] == doctest::Approx(0.5 * (16.0 + 4.0) / 12));
  const FacetTable facets = d.facets();
  REQUIRE(facets.masses.size() == 1);
  CHECK(facets.masses[0] == doctest::Approx(2.0 / 16));
  CHECK(norm(facets.points[0][1] - facets.points[0][0]) == doctest::Approx(2.0));
  CHECK(facets.points[0][0].x == doctest::Approx(104));
  const std::vector<Point> queries{{101, 51}, {107, 51}};
  CHECK(d.locate(queries) == std::vector<Index>{0, 3});
  const CellPolygons cells = d.cells();
  CHECK(cells.cell_begin == std::vector<Index>{0, 1, 1, 1, 2});

  const auto refused = [&](std::vector<double> weights) {
    return message_of_throw<InvalidArgument>(
        [&] { PowerDiagram(sites, weights, source_of({rectangle(0, 0, 1, 1)})); });
  };
  CHECK(contains_text(refused({0, std::nan(""), 0, 0}), "weights[1] is nan"));
  CHECK(contains_text(refused({0, 0, 0, 1e250}), "weights[3]"));
  CHECK(contains_text(refused({0, 0, 0}), "weights: got 3"));
}

}  // namespace
}  // namespace brenier
