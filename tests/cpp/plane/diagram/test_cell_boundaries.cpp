#include "brenier/plane/diagram/cell_boundaries.hpp"

#include <doctest/doctest.h>

#include <map>
#include <utility>

#include "inputs/domains.hpp"
#include "inputs/site_sets.hpp"
#include "oracles/power.hpp"

namespace brenier {
namespace {

using namespace testing;

using Key = std::pair<double, double>;
Key key(Point p) { return {p.x + 0.0, p.y + 0.0}; }  // + 0: no -0

TEST_CASE(
    "the segments of every cell close up to the last bit - and the boundary is covered once") {
  for (const NamedDomain& named : domains()) {
    const DomainIndex domain{Polygon(named.rings)};
    for (const Sites& sites : site_sets()) {
      CAPTURE(named.name);
      CAPTURE(sites.name);
      const RegularTriangulation triangulation(sites.points, sites.weights);
      const CellBoundaries boundaries(triangulation, domain);
      const std::vector<Segment> segments = boundaries.segments();

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
        wrong += (s.right != kNone) != (k < boundaries.facet_count());
        count(s.left, s.a, s.b);
        if (s.right != kNone) count(s.right, s.b, s.a);
      }
      int open = 0;
      for (const auto& [place, excess] : balance) open += excess != 0;
      CHECK(wrong == 0);
      CHECK(open == 0);

      // The boundary's pieces, in order, run along the rings of the polygon from vertex to vertex.
      const Polygon& polygon = domain.polygon();
      std::size_t at = boundaries.facet_count();
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

TEST_CASE("each side of a segment belongs to its cell") {
  // A little off the middle of a segment the site of least power is the one that the segment names.
  for (const NamedDomain& named : domains()) {
    const DomainIndex domain{Polygon(named.rings)};
    for (const Sites& sites : site_sets()) {
      CAPTURE(named.name);
      CAPTURE(sites.name);
      const RegularTriangulation triangulation(sites.points, sites.weights);
      const CellBoundaries boundaries(triangulation, domain);
      const auto power_to = [&](Point x, Index k) {
        return power(x, {sites.points[k], sites.weights[k]});
      };
      int wrong = 0, tested = 0;
      for (const Segment& s : boundaries.segments()) {
        if (norm(s.b - s.a) < 1e-9) continue;
        const Point middle = 0.5 * (s.a + s.b);
        const double least =
            power_to(middle, site_of_least_power(middle, sites.points, sites.weights));
        ++tested;
        wrong += power_to(middle, s.left) > least + 1e-12;
        if (s.right == kNone) continue;
        wrong += power_to(middle, s.right) > least + 1e-12;
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

}  // namespace
}  // namespace brenier
