#include "brenier/plane/diagram/cell_boundaries.hpp"

#include <doctest/doctest.h>

#include <map>
#include <numeric>
#include <tuple>

#include "brenier/plane/density/uniform.hpp"
#include "brenier/plane/diagram/cell_locator.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "inputs/site_sets.hpp"

namespace brenier {
namespace {

using namespace testing;

using Key = std::pair<double, double>;
Key key(Point p) { return {p.x + 0.0, p.y + 0.0}; }  // + 0: no -0

std::vector<double> masses_of(const CellBoundaries& diagram, const Sites& sites,
                              const Uniform& density) {
  return measure_cells(diagram, sites.points, density).masses;
}

TEST_CASE(
    "the segments of every cell close up to the last bit - and the boundary is covered once") {
  for (const NamedDomain& named : domains()) {
    const Uniform density{Polygon(named.rings)};
    const DomainIndex& domain = density.domain();
    for (const Sites& sites : site_sets()) {
      CAPTURE(named.name);
      CAPTURE(sites.name);
      const RegularTriangulation triangulation(sites.points, sites.weights);
      const CellBoundaries diagram(triangulation, domain);
      const std::vector<Segment> segments = diagram.segments();

      // Of each cell: starts less ends, by place.
      std::map<std::pair<Index, Key>, int> balance;
      const auto count = [&](Index cell, Point a, Point b) {
        ++balance[{cell, key(a)}];
        --balance[{cell, key(b)}];
      };
      int wrong = 0;
      for (Index k = 0; k < static_cast<Index>(segments.size()); ++k) {
        const Segment& s = segments[k];
        wrong += s.a == s.b || s.left == s.right || s.left == kNone;
        wrong += (s.right != kNone) != (k < diagram.facet_count());
        count(s.left, s.a, s.b);
        if (s.right != kNone) count(s.right, s.b, s.a);
      }
      int open = 0;
      for (const auto& [place, excess] : balance) open += excess != 0;
      CHECK(wrong == 0);
      CHECK(open == 0);

      // The boundary's pieces, in order, run along the rings of the polygon from vertex to vertex.
      const Polygon& polygon = domain.polygon();
      std::size_t at = diagram.facet_count();
      int gaps = 0;
      for (Index k = 0; k < polygon.edge_count(); ++k) {
        const BoundaryEdge e = polygon.edge(k);
        Point from = e.p;
        while (!(from == e.q) && at < segments.size()) {
          const Segment& s = segments[at++];
          gaps += !(s.a == from) || s.right != kNone;
          // On the edge, and forward along it, but for rounding.
          const double length = norm(e.q - e.p);
          gaps += std::abs(cross(e.q - e.p, s.b - e.p)) > 1e-12 * length;
          gaps += dot(e.q - e.p, s.b - s.a) < -1e-12 * length;
          from = s.b;
        }
        gaps += !(from == e.q);
      }
      CHECK(gaps == 0);
      CHECK(at == segments.size());
    }
  }
}

TEST_CASE("masses are positive and sum to one - in all of these") {
  for (const NamedDomain& named : domains()) {
    const Uniform density{Polygon(named.rings)};
    for (const Sites& sites : site_sets()) {
      CAPTURE(named.name);
      CAPTURE(sites.name);
      const RegularTriangulation triangulation(sites.points, sites.weights);
      const CellBoundaries diagram(triangulation, density.domain());
      const std::vector<double> masses = masses_of(diagram, sites, density);
      CHECK(*std::min_element(masses.begin(), masses.end()) >= 0.0);
      CHECK(std::accumulate(masses.begin(), masses.end(), 0.0) ==
            doctest::Approx(1.0).epsilon(1e-12));
    }
  }
}

TEST_CASE("each side of a segment belongs to its cell") {
  // A little off the middle of a segment the site of least power is the one that the segment names.
  for (const NamedDomain& named : domains()) {
    const DomainIndex domain{Polygon(named.rings)};
    for (const Sites& sites : site_sets()) {
      CAPTURE(named.name);
      CAPTURE(sites.name);
      const RegularTriangulation triangulation(sites.points, sites.weights);
      const CellBoundaries diagram(triangulation, domain);
      const auto power = [&](Point x, Index k) {
        return squared_norm(x - sites.points[k]) - sites.weights[k];
      };
      int wrong = 0, tested = 0;
      for (const Segment& s : diagram.segments()) {
        if (norm(s.b - s.a) < 1e-9) continue;
        const Point middle = 0.5 * (s.a + s.b);
        double least = std::numeric_limits<double>::infinity();
        for (Index k = 0; k < static_cast<Index>(sites.points.size()); ++k) {
          least = std::min(least, power(middle, k));
        }
        ++tested;
        wrong += power(middle, s.left) > least + 1e-12;
        if (s.right == kNone) continue;
        wrong += power(middle, s.right) > least + 1e-12;
        // Left is left: the site there lies to the left, seen along the segment.
        const Point apart = sites.points[s.left] - sites.points[s.right];
        wrong += cross(s.b - s.a, apart) <= 0.0;
        const Point off = 1e-6 * norm(s.b - s.a) * turned_left(s.b - s.a);
        wrong += !domain.contains(middle + off) && !domain.contains(middle - off);
      }
      CHECK(wrong == 0);
      CHECK(tested > 0);
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
    const CellBoundaries diagram(triangulation, density.domain());
    const std::vector<double> masses = measure_cells(diagram, sites, density).masses;
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

/// Enough sites for several blocks of triangles, and for a range of sites for each of eight workers.
std::vector<Sites> many_sites() {
  Random random(51);
  const auto add_to = [](std::vector<Sites>& sets, std::string name, std::vector<Point> points,
                         std::vector<double> weights) {
    sets.push_back(in_spatial_order(std::move(name), points, weights));
  };
  std::vector<Sites> result;
  add_to(result, "uniform, weighted", random.points(12000), random.numbers(12000, 0, 1e-5));
  add_to(result, "clusters", random.clusters(12000), zeros(12000));
  add_to(result, "grid", grid(100, 0.01, {0.005, 0.005}), zeros(10000));
  add_to(result, "far wider than the domain", random.points(12000, -9, 10), zeros(12000));
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
      const CellBoundaries diagram(triangulation, density.domain());
      const std::vector<Segment> segments = diagram.segments();
      std::map<Index, Point> origins;
      std::vector<double> masses = zeros(sites.points.size());
      for (const Segment& s : segments) {
        masses[s.left] += density.mass(s.a, s.b, origins.try_emplace(s.left, s.a).first->second);
        if (s.right == kNone) continue;
        masses[s.right] -= density.mass(s.a, s.b, origins.try_emplace(s.right, s.a).first->second);
      }
      for (double& mass : masses) mass = std::max(mass, 0.0);
      const CellMeasures measures = measure_cells(diagram, sites.points, density, 3);
      CHECK(measures.masses == masses);

      REQUIRE(static_cast<Index>(measures.facets.size()) == diagram.facet_count());
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
