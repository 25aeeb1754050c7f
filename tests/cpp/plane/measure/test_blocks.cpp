// Segments come in blocks, which threads share: that changes no bit of what is measured.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "brenier/plane/measure/integrate.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "inputs/sites.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Enough sites for several blocks of triangles, and for a range of sites for each of eight
/// workers.
std::vector<Sites> many_sites() {
  Random random(51);
  std::vector<Sites> result;
  const auto add = [&](std::string name, const std::vector<Point>& points,
                       const std::vector<double>& weights) {
    result.push_back(in_spatial_order(std::move(name), points, weights));
  };
  add("uniform, weighted", random.points(12000), random.numbers(12000, 0, 1e-5));
  add("clusters", random.clusters(12000), zeros(12000));
  add("grid", grid(100, 0.01, {0.005, 0.005}), zeros(10000));
  add("far wider than the domain", random.points(12000, -9, 10), zeros(12000));
  return result;
}

TEST_CASE("the number of workers does not change a bit - of segments and masses and facets") {
  for (const Sites& sites : many_sites()) {
    const RegularTriangulation triangulation(sites.points, sites.weights);
    const Index count = static_cast<Index>(sites.points.size());
    for (const NamedDomain& named : domains()) {
      CAPTURE(sites.name);
      CAPTURE(named.name);
      const Uniform density{Polygon(named.rings)};
      const CellBoundaries one(triangulation, density.domain(), 1);
      REQUIRE(one.block_count() > 8);
      const std::vector<Segment> segments = one.segments();
      const CellMeasures measures = measure_cells(one, sites.points, density, 1);
      const CellMoments moments = cell_moments(one, count, density, 1);
      for (const int workers : {2, 3, 8}) {
        CAPTURE(workers);
        const CellBoundaries several(triangulation, density.domain(), workers);
        const std::vector<Segment> others = several.segments();
        REQUIRE(others.size() == segments.size());
        int different = 0;
        for (std::size_t k = 0; k < segments.size(); ++k) {
          const Segment &s = segments[k], &t = others[k];
          different += s.left != t.left || s.right != t.right || !(s.a == t.a) || !(s.b == t.b);
        }
        CHECK(different == 0);

        const CellMeasures other_measures = measure_cells(several, sites.points, density, workers);
        CHECK(other_measures.masses == measures.masses);
        REQUIRE(other_measures.facets.size() == measures.facets.size());
        for (std::size_t k = 0; k < measures.facets.size(); ++k) {
          const Facet &f = measures.facets[k], &g = other_measures.facets[k];
          different += f.i != g.i || f.j != g.j || f.conductance != g.conductance;
        }
        CHECK(different == 0);

        const CellMoments other_moments = cell_moments(several, count, density, workers);
        CHECK(other_moments.masses == moments.masses);
        CHECK(other_moments.second_moments == moments.second_moments);
        for (Index k = 0; k < count; ++k) {
          const Point c = moments.centroids[k], d = other_moments.centroids[k];
          different += !(c == d) && !(std::isnan(c.x) && std::isnan(d.x));
        }
        CHECK(different == 0);
      }
    }
  }
}

TEST_CASE("masses and facets are the sums over the segments as they are listed - to the last bit") {
  for (const Sites& sites : many_sites()) {
    const RegularTriangulation triangulation(sites.points, sites.weights);
    for (const NamedDomain& named : {square(), star(), holed()}) {
      CAPTURE(sites.name);
      CAPTURE(named.name);
      const Uniform density{Polygon(named.rings)};
      const CellBoundaries boundaries(triangulation, density.domain());
      const std::vector<Segment> segments = boundaries.segments();
      std::map<Index, Point> origins;
      std::vector<double> masses = zeros(sites.points.size());
      for (const Segment& s : segments) {
        masses[s.left] += density.mass(s.a, s.b, origins.try_emplace(s.left, s.a).first->second);
        if (s.right == kNone) continue;
        masses[s.right] -= density.mass(s.a, s.b, origins.try_emplace(s.right, s.a).first->second);
      }
      for (double& mass : masses) mass = std::max(mass, 0.0);
      const CellMeasures measures = measure_cells(boundaries, sites.points, density, 3);
      CHECK(measures.masses == masses);

      REQUIRE(static_cast<Index>(measures.facets.size()) == boundaries.facet_count());
      int different = 0;
      for (std::size_t k = 0; k < measures.facets.size(); ++k) {
        const Facet& f = measures.facets[k];
        const Segment& s = segments[k];
        const double distance = norm(sites.points[s.left] - sites.points[s.right]);
        const double conductance = density.line_integral(s.a, s.b) / (2.0 * distance);
        different += f.i != s.left || f.j != s.right || f.conductance != conductance;
      }
      CHECK(different == 0);
    }
  }
}

}  // namespace
}  // namespace brenier
