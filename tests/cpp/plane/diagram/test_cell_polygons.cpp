#include "brenier/plane/diagram/cell_polygons.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "brenier/plane/density/uniform.hpp"
#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "inputs/domains.hpp"
#include "inputs/site_sets.hpp"
#include "oracles/polygons.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("the polygons of a cell have its mass - in a convex domain there is one per cell") {
  for (const NamedDomain& named : domains()) {
    const Uniform density{Polygon(named.rings)};
    const bool convex = density.domain().polygon().is_convex();
    for (const Sites& sites : site_sets()) {
      CAPTURE(named.name);
      CAPTURE(sites.name);
      const RegularTriangulation triangulation(sites.points, sites.weights);
      const CellBoundaries boundaries(triangulation, density.domain());
      const Index count = static_cast<Index>(sites.points.size());
      const CellPolygons cells = cell_polygons(boundaries, count);
      const std::vector<double> masses = measure_cells(boundaries, sites.points, density).masses;
      REQUIRE(static_cast<Index>(cells.cell_begin.size()) == count + 1);
      REQUIRE(cells.cell_begin.back() == static_cast<Index>(cells.polygon_begin.size()) - 1);
      REQUIRE(cells.polygon_begin.back() == static_cast<Index>(cells.points.size()));
      int wrong = 0, large_in_cell = 0;
      for (Index k = 0; k < count; ++k) {
        double area = 0.0;
        int large = 0;
        for (Index p = cells.cell_begin[k]; p < cells.cell_begin[k + 1]; ++p) {
          area += signed_area(polygon(cells, p));
          large += std::abs(signed_area(polygon(cells, p))) > 1e-12;
        }
        wrong += std::abs(area / density.domain().polygon().area() - masses[k]) > 1e-14;
        large_in_cell = std::max(large_in_cell, large);
      }
      CHECK(wrong == 0);
      if (convex) CHECK(large_in_cell <= 1);
    }
  }
}

/// The polygons of the cell of the only site: what the domain consists of.
std::vector<double> areas_of_pieces(const std::vector<Ring>& rings) {
  const std::vector<Point> sites{{0.5, 0.5}};
  const RegularTriangulation triangulation(sites, std::vector<double>(1, 0.0));
  const DomainIndex domain{Polygon(rings)};
  const CellPolygons cells = cell_polygons(CellBoundaries(triangulation, domain), 1);
  std::vector<double> result;
  for (Index p = cells.cell_begin[0]; p < cells.cell_begin[1]; ++p) {
    std::set<std::pair<double, double>> points;
    for (const Point x : polygon(cells, p)) points.insert({x.x, x.y});
    CHECK(points.size() == polygon(cells, p).size());
    result.push_back(signed_area(polygon(cells, p)));
  }
  std::sort(result.begin(), result.end());
  return result;
}

TEST_CASE(
    "a cell comes in pieces - none comes to a point twice - and holes that touch it are holes") {
  using Areas = std::vector<double>;
  const Ring square = rectangle(0, 0, 4, 4), diamond{{2, 0}, {4, 2}, {2, 4}, {0, 2}};
  const Ring octagon{{0, 0}, {2, 0}, {4, 0}, {4, 2}, {4, 4}, {2, 4}, {0, 4}, {0, 2}};
  CHECK(areas_of_pieces({octagon, diamond}) == Areas{2, 2, 2, 2});
  // An edge is not divided where a corner touches it.
  CHECK(areas_of_pieces({square, diamond}) == Areas{-8, 16});
  CHECK(areas_of_pieces({square, {{0, 0}, {2, 1}, {1, 2}}}) == Areas{-1.5, 16});
  CHECK(areas_of_pieces({square, {{4, 4}, {2, 3}, {3, 2}}}) == Areas{-1.5, 16});
  CHECK(areas_of_pieces({square, rectangle(4, 4, 5, 5)}) == Areas{1, 16});
  CHECK(areas_of_pieces(checkerboard().rings) == Areas(8, 0.0625));
  // A ring of four squares: not an outline with a hole, though that has the same edges.
  CHECK(areas_of_pieces({rectangle(1, 0, 2, 1), rectangle(0, 1, 1, 2), rectangle(2, 1, 3, 2),
                         rectangle(1, 2, 2, 3)}) == Areas{1, 1, 1, 1});
  CHECK(areas_of_pieces({{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}, {1, 2}, {2, 1}}}) ==
        Areas{-1.5, 16});
}

}  // namespace
}  // namespace brenier
