#include "brenier/plane/diagram/subdivision.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "brenier/plane/density/uniform.hpp"
#include "brenier/plane/diagram/cell_boundaries.hpp"
#include "brenier/plane/domain/ring_contacts.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "inputs/domains.hpp"
#include "inputs/site_sets.hpp"
#include "oracles/polygons.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("the polygons of a cell have its mass - in a convex domain there is at most one a cell") {
  for (const NamedDomain& named : domains()) {
    const Uniform density{Polygon(named.rings)};
    const bool convex = density.domain().polygon().is_convex();
    for (const Sites& sites : site_sets()) {
      CAPTURE(named.name);
      CAPTURE(sites.name);
      const RegularTriangulation triangulation(sites.points, sites.weights);
      const CellBoundaries boundaries(triangulation, density.domain());
      const Index count = static_cast<Index>(sites.points.size());
      const CellPolygons cells = polygons_of_cells(triangulation, density.domain());
      const std::vector<double> masses = measure_cells(boundaries, sites.points, density).masses;
      REQUIRE(static_cast<Index>(cells.cell_begin.size()) == count + 1);
      REQUIRE(cells.cell_begin.back() == static_cast<Index>(cells.polygon_begin.size()) - 1);
      REQUIRE(cells.polygon_begin.back() == static_cast<Index>(cells.ring_begin.size()) - 1);
      REQUIRE(cells.ring_begin.back() == static_cast<Index>(cells.points.size()));
      int wrong = 0;
      std::size_t most = 0;
      for (Index k = 0; k < count; ++k) {
        double area = 0.0;
        const auto rings = rings_of_cell(cells, k);
        for (const std::vector<Point>& ring : rings) area += signed_area(ring);
        wrong += std::abs(area / density.domain().polygon().area() - masses[k]) > 1e-14;
        most = std::max(most, rings.size());
      }
      CHECK(wrong == 0);
      if (convex) CHECK(most <= 1);
    }
  }
}

using Edge = std::pair<std::pair<double, double>, std::pair<double, double>>;

/// How often each edge comes, less how often it comes the other way round.
class Balance {
 public:
  void add(Point a, Point b, int times) {
    const std::pair from{a.x + 0.0, a.y + 0.0}, to{b.x + 0.0, b.y + 0.0};  // + 0: no -0
    const bool is_forward = from < to;
    counts_[is_forward ? Edge{from, to} : Edge{to, from}] += is_forward ? times : -times;
  }
  const std::map<Edge, int>& counts() const { return counts_; }

 private:
  std::map<Edge, int> counts_;
};

TEST_CASE("cells are polygons that meet at vertices - and between two cells edges cancel") {
  for (const NamedDomain& named : domains()) {
    const DomainIndex domain{Polygon(named.rings)};
    for (const Sites& sites : site_sets()) {
      CAPTURE(named.name);
      CAPTURE(sites.name);
      const RegularTriangulation triangulation(sites.points, sites.weights);
      const CellPolygons cells = polygons_of_cells(triangulation, domain);
      int bad = 0, wrong_way = 0;
      Balance balance;
      for (std::size_t k = 0; k < sites.points.size(); ++k) {
        std::vector<Point> points;
        std::vector<Index> next;
        for (Index p = cells.cell_begin[k]; p < cells.cell_begin[k + 1]; ++p) {
          for (Index r = cells.polygon_begin[p]; r < cells.polygon_begin[p + 1]; ++r) {
            const std::vector<Point> ring(cells.points.begin() + cells.ring_begin[r],
                                          cells.points.begin() + cells.ring_begin[r + 1]);
            const bool is_hole = r != cells.polygon_begin[p];
            wrong_way += is_counterclockwise(ring) == is_hole;
            const Index begin = static_cast<Index>(points.size());
            for (std::size_t m = 0; m < ring.size(); ++m) {
              balance.add(ring[m], ring[(m + 1) % ring.size()], 1);
              points.push_back(ring[m]);
              next.push_back(begin + static_cast<Index>((m + 1) % ring.size()));
            }
          }
        }
        bad += find_contact(points, next).has_value();
      }
      CHECK(bad == 0);
      CHECK(wrong_way == 0);
      // What is left is the boundary: each edge once, and the corners of the domain among its ends.
      int uncovered = 0, repeated = 0;
      std::set<std::pair<double, double>> ends;
      for (const auto& [edge, count] : balance.counts()) {
        repeated += std::abs(count) > 1;
        if (count != 0) ends.insert({edge.first, edge.second});
      }
      for (const Point p : domain.polygon().vertices()) {
        uncovered += !ends.contains({p.x + 0.0, p.y + 0.0});
      }
      CHECK(repeated == 0);
      CHECK(uncovered == 0);
    }
  }
}

/// Pairs of the 16 pixels of a 4 × 4 grid that share a length inside a domain.
std::set<std::array<Index, 2>> pairs_of_pixels(const std::vector<Ring>& rings) {
  const RegularTriangulation triangulation(grid(4, 1.0, {0.5, 0.5}), std::vector<double>(16, 0.0));
  const Subdivision all(triangulation, DomainIndex{Polygon(rings)}, Similarity{});
  std::set<std::array<Index, 2>> result;
  for (const Piece& s : all.facets()) {
    CHECK_FALSE(all.place(s.a) == all.place(s.b));
    result.insert({std::min(s.left, s.right), std::max(s.left, s.right)});
  }
  return result;
}

/// The pairs of pixels with a common side of which the middle is inside.
template <class IsInside>
std::set<std::array<Index, 2>> sides_inside(IsInside&& is_inside) {
  const std::vector<Point> sites = grid(4, 1.0, {0.5, 0.5});
  std::set<std::array<Index, 2>> result;
  for (Index i = 0; i < 16; ++i) {
    for (Index j = i + 1; j < 16; ++j) {
      const Point middle = 0.5 * (sites[i] + sites[j]);
      if (norm(sites[i] - sites[j]) < 1.1 && is_inside(middle.x, middle.y)) result.insert({i, j});
    }
  }
  return result;
}

TEST_CASE(
    "of pixels those are neighbours that share a side inside the domain - not on its border") {
  CHECK(pairs_of_pixels({rectangle(0, 0, 4, 4)}).size() == 24);
  CHECK(pairs_of_pixels({rectangle(1, 0, 3, 4)}) ==
        sides_inside([](double x, double) { return 1 < x && x < 3; }));
  CHECK(pairs_of_pixels({rectangle(0, 0, 4, 4), rectangle(1, 1, 2, 3)}) ==
        sides_inside([](double x, double y) { return !(1 <= x && x <= 2 && 1 <= y && y <= 3); }));
  // A diamond with its corners and its sides' middles at corners of pixels.
  CHECK(pairs_of_pixels({{{2, 0}, {4, 2}, {2, 4}, {0, 2}}}) ==
        sides_inside([](double x, double y) { return std::abs(x - 2) + std::abs(y - 2) < 2; }));
  // A notch whose side runs along half of a side of pixels: the other half is inside.
  const Ring notched{{0, 0}, {2, 0}, {2, 0.5}, {3, 0.5}, {3, 0}, {4, 0}, {4, 4}, {0, 4}};
  CHECK(pairs_of_pixels({notched}).size() == 24);
}

/// The polygons of the cell of the only site: what the domain consists of.
std::vector<double> areas_of_pieces(const std::vector<Ring>& rings) {
  const std::vector<Point> sites{{0.5, 0.5}};
  const RegularTriangulation triangulation(sites, std::vector<double>(1, 0.0));
  std::vector<double> result;
  const CellPolygons cells = polygons_of_cells(triangulation, DomainIndex{Polygon(rings)});
  for (const std::vector<Point>& ring : rings_of_cell(cells, 0)) {
    std::set<std::pair<double, double>> points;
    for (const Point x : ring) points.insert({x.x, x.y});
    CHECK(points.size() == ring.size());
    result.push_back(signed_area(ring));
  }
  std::sort(result.begin(), result.end());
  return result;
}

TEST_CASE(
    "a cell comes in pieces - none comes to a point twice - and holes that touch it are holes") {
  using Areas = std::vector<double>;
  const Ring square = rectangle(0, 0, 4, 4), diamond{{2, 0}, {4, 2}, {2, 4}, {0, 2}};
  CHECK(areas_of_pieces({square, diamond}) == Areas{2, 2, 2, 2});
  CHECK(areas_of_pieces({square, {{2, 0}, {3, 2}, {2, 4}, {1, 2}}}) == Areas{6, 6});
  CHECK(areas_of_pieces({square, {{2, 0}, {3, 2}, {1, 2}}}) == Areas{-2, 16});
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

TEST_CASE("facets between sites as near as doubles can be end where their direction leads") {
  const DomainIndex square(Polygon({rectangle(-0.9, -0.9, 0.9, 0.9)}));
  for (const double unit : {1e-10, 1e-300, 5e-324}) {
    // The bisector of the two runs from (-0.9, 0.3) to (0.9, -0.3).
    const std::vector<Point> sites{{-unit, -3 * unit}, {unit, 3 * unit}};
    const CellPolygons cells = polygons_of_cells(RegularTriangulation(sites, {0.0, 0.0}), square);
    double at_right = -2.0, at_left = -2.0;
    for (const std::vector<Point>& ring : rings_of_cell(cells, 0)) {
      for (const Point x : ring) {
        if (x.x == 0.9) at_right = std::max(at_right, x.y);
        if (x.x == -0.9) at_left = std::max(at_left, x.y);
      }
    }
    CHECK(at_right == doctest::Approx(-0.3).epsilon(1e-15));
    CHECK(at_left == doctest::Approx(0.3).epsilon(1e-15));
  }
}

TEST_CASE("sites as near as doubles can be - astride an edge of the domain") {
  const DomainIndex square(Polygon({rectangle(0, 0, 1, 1)}));
  for (const double unit : {1e-10, 1e-300, 5e-324}) {
    // The vertex of all three is on the edge x = 0, where the first two have their bisector.
    const std::vector<Point> sites{{-unit, 0}, {unit, 0}, {-0.5, 0.875}};
    const RegularTriangulation triangulation(sites, {0.0, 0.0, 0.0});
    const Subdivision all(triangulation, square, Similarity{});
    REQUIRE(all.facets().size() == 1);
    const Piece facet = all.facets().front();
    const Point a = all.place(facet.a), b = all.place(facet.b);
    CHECK(std::min(a.x, b.x) == doctest::Approx(0.0).epsilon(1e-14));
    CHECK((a.x < b.x ? a.y : b.y) == doctest::Approx(65.0 / 112.0).epsilon(1e-9));
    CHECK(std::max(a.y, b.y) == 1.0);
  }
}

TEST_CASE("each polygon has its own holes behind its outline") {
  // Two squares with a hole in each, and an island with a hole in the first one's.
  const std::vector<Ring> rings{rectangle(0, 0, 9, 9),   rectangle(20, 0, 29, 9),
                                rectangle(1, 1, 8, 8),   rectangle(21, 1, 22, 2),
                                rectangle(23, 1, 24, 2), rectangle(3, 3, 6, 6),
                                rectangle(4, 4, 5, 5)};
  const RegularTriangulation triangulation({{0.5, 0.5}}, {0.0});
  const CellPolygons cells = polygons_of_cells(triangulation, DomainIndex{Polygon(rings)});
  std::set<std::vector<double>> areas;
  for (std::size_t p = 0; p + 1 < cells.polygon_begin.size(); ++p) {
    std::vector<double> of_polygon;
    for (Index r = cells.polygon_begin[p]; r < cells.polygon_begin[p + 1]; ++r) {
      const auto begin = cells.points.begin();
      const std::vector<Point> ring(begin + cells.ring_begin[r], begin + cells.ring_begin[r + 1]);
      of_polygon.push_back(signed_area(ring));
    }
    areas.insert(of_polygon);
  }
  CHECK(areas == std::set<std::vector<double>>{{9, -1}, {81, -49}, {81, -1, -1}});
}

TEST_CASE("a vertex of the diagram that comes to lie beyond a slanted edge is drawn to it") {
  // Cells of a turned square lattice in a turned domain: at its boundary, vertices are rounded to
  // either side of the edges.
  int pairs = 0;
  for (int degrees = 1; degrees < 45; degrees += 4) {
    const double angle = degrees * std::numbers::pi / 180;
    const auto turned = [&](double x, double y) {
      return Point{std::cos(angle) * x - std::sin(angle) * y,
                   std::sin(angle) * x + std::cos(angle) * y};
    };
    std::vector<Point> sites;
    for (int k = 0; k < 64; ++k) sites.push_back(turned(0.5 + k % 8, 0.5 + k / 8));
    const Ring ring{turned(1, 1), turned(7, 1), turned(7, 7), turned(1, 7)};
    const RegularTriangulation triangulation(sites, std::vector<double>(64, 0.0));
    const CellPolygons cells = polygons_of_cells(triangulation, DomainIndex{Polygon({ring})});
    double sum = 0.0;
    for (Index k = 0; k < 64; ++k) {
      for (const auto& polygon : rings_of_cell(cells, k)) {
        const double area = signed_area(polygon);
        sum += area;
        CHECK(area >= 0.0);
        pairs += area > 0.5;
      }
    }
    CHECK(sum == doctest::Approx(36).epsilon(1e-14));
  }
  CHECK(pairs == 11 * 36);
}

}  // namespace
}  // namespace brenier
