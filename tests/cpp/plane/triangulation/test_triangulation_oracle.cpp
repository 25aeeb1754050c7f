// The triangulation against CGAL's, which is under the GPL: a program that has this file in it is
// GPL as a whole, and is in no wheel.
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Regular_triangulation_2.h>
#include <CGAL/Triangulation_vertex_base_with_info_2.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "brenier/plane/points/distinct_sites.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
using OracleVertex =
    CGAL::Triangulation_vertex_base_with_info_2<Index, Kernel,
                                                CGAL::Regular_triangulation_vertex_base_2<Kernel>>;
using Oracle = CGAL::Regular_triangulation_2<
    Kernel, CGAL::Triangulation_data_structure_2<OracleVertex,
                                                 CGAL::Regular_triangulation_face_base_2<Kernel>>>;

struct Weighted {
  std::vector<Point> sites;
  std::vector<double> weights;
};

/// Few places and few weights, so that most inputs are degenerate in several ways at once.
Weighted degenerate_input(Random& random) {
  const auto count = static_cast<int>(random.integer(1, 60));
  const double reach = static_cast<double>(random.integer(1, 8));
  const std::int64_t shape = random.integer(0, 4), kind = random.integer(0, 4);
  const auto whole = [&](double most) {
    return static_cast<double>(random.integer(0, static_cast<std::int64_t>(most)));
  };
  std::vector<Point> points;
  for (int k = 0; k < count; ++k) {
    Point p{whole(reach), whole(reach)};
    if (shape == 1) p = {3.0 * p.x, -2.0 * p.x};                   // on one line
    if (shape == 2 && k % 4 != 0) p.y = 0.0;                       // many on one side
    if (shape == 3) p = {whole(30), 0.0}, p.y = p.x * (p.x - 30);  // all on the hull
    if (shape == 4) p = {random.uniform(), random.uniform()};
    points.push_back(p);
  }
  Weighted result{distinct_sites(points).points, {}};
  for (const Point y : result.sites) {
    double w = 0.0;
    if (kind == 1) w = whole(2);
    if (kind == 2) w = whole(30);
    if (kind == 3)
      w = squared_norm(y) - (random.integer(0, 3) == 0 ? 1.0 : 0.0);  // all on one plane
    if (kind == 4) w = random.integer(0, 3) == 0 ? 1e200 * random.uniform() : 0.0;
    result.weights.push_back(w);
  }
  return result;
}

TEST_CASE("the triangulation agrees with CGAL's up to ties - on thousands of degenerate inputs") {
  Random random(34);
  int wrong = 0, hidden = 0, flat = 0;
  for (int round = 0; round < 3000; ++round) {
    const Weighted input = degenerate_input(random);
    CAPTURE(round);
    const RegularTriangulation t(input.sites, input.weights);
    Oracle oracle;
    const auto at = [&](Index k) {
      return Kernel::Weighted_point_2(Kernel::Point_2(t.sites()[k].x, t.sites()[k].y),
                                      t.weights()[k]);
    };
    const auto count = static_cast<Index>(t.sites().size());
    std::vector<char> is_visible(count, 0);
    for (Index k = 0; k < count; ++k) oracle.insert(at(k))->info() = k;
    for (const auto vertex : oracle.finite_vertex_handles()) is_visible[vertex->info()] = 1;
    for (Index k = 0; k < count; ++k) wrong += t.is_hidden(k) == is_visible[k];
    CHECK(t.triangles().empty() == (oracle.dimension() < 2));
    // No site is below the plane of a triangle, of theirs or ours: both are the same lower hull.
    const auto power_side = Kernel().power_side_of_oriented_power_circle_2_object();
    std::vector<std::array<Index, 3>> faces;
    for (const auto face : oracle.finite_face_handles()) {
      faces.push_back({face->vertex(0)->info(), face->vertex(1)->info(), face->vertex(2)->info()});
    }
    for (const Triangle& triangle : t.triangles()) faces.push_back(triangle.vertices);
    for (const auto& [a, b, c] : faces) {
      for (Index d = 0; d < count; ++d) wrong += power_side(at(a), at(b), at(c), at(d)) > 0;
    }
    hidden += static_cast<int>(t.hidden_sites().size());
    flat += t.triangles().empty();
    REQUIRE(wrong == 0);
  }
  CHECK(hidden > 1000);
  CHECK(flat > 100);
}

}  // namespace
}  // namespace brenier
