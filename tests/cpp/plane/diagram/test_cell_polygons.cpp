#include "brenier/plane/diagram/cell_polygons.hpp"

#include <doctest/doctest.h>

#include "brenier/plane/density/uniform.hpp"
#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "inputs/site_sets.hpp"

namespace brenier {
namespace {

using namespace testing;

double area_of(const CellPolygons& cells, Index polygon) {
  double twice = 0.0;
  const Index begin = cells.polygon_begin[polygon], end = cells.polygon_begin[polygon + 1];
  for (Index k = begin; k < end; ++k) {
    twice += cross(cells.points[k] - cells.points[begin],
                   cells.points[k + 1 < end ? k + 1 : begin] - cells.points[begin]);
  }
  return 0.5 * twice;
}

TEST_CASE("the polygons of a cell have its mass - in a convex domain there is one per cell") {
  for (const NamedDomain& named : domains()) {
    const Uniform density{Polygon(named.rings)};
    const bool convex = density.domain().polygon().is_convex();
    for (const Sites& sites : site_sets()) {
      CAPTURE(named.name);
      CAPTURE(sites.name);
      const RegularTriangulation triangulation(sites.points, sites.weights);
      const CellBoundaries diagram(triangulation, density.domain());
      const Index count = static_cast<Index>(sites.points.size());
      const CellPolygons cells = cell_polygons(diagram, count);
      const std::vector<double> masses = measure_cells(diagram, sites.points, density).masses;
      REQUIRE(static_cast<Index>(cells.cell_begin.size()) == count + 1);
      REQUIRE(cells.cell_begin.back() == static_cast<Index>(cells.polygon_begin.size()) - 1);
      REQUIRE(cells.polygon_begin.back() == static_cast<Index>(cells.points.size()));
      int wrong = 0, large_in_cell = 0;
      for (Index k = 0; k < count; ++k) {
        double area = 0.0;
        int large = 0;
        for (Index p = cells.cell_begin[k]; p < cells.cell_begin[k + 1]; ++p) {
          area += area_of(cells, p);
          large += std::abs(area_of(cells, p)) > 1e-12;
        }
        wrong += std::abs(area / density.domain().polygon().area() - masses[k]) > 1e-14;
        large_in_cell = std::max(large_in_cell, large);
      }
      CHECK(wrong == 0);
      if (convex) CHECK(large_in_cell <= 1);
    }
  }
}

}  // namespace
}  // namespace brenier
