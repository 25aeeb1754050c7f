#include "brenier/plane/diagram/appearance.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "brenier/plane/triangulation/power_center.hpp"
#include "inputs/domains.hpp"
#include "inputs/measured.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("receding sides bound a triangle whose area grows with the square of the way") {
  // The right triangle with legs 1 around the origin: x >= -t / 3, y >= -t / 3, x + y <= t / 3.
  const double third = 1.0 / 3.0;
  CHECK(growth_of_triangle({RecedingSide{{-1, 0}, third}, {{0, -1}, third}, {{1, 1}, third}}) ==
        doctest::Approx(0.5).epsilon(1e-14));
  // A side that stands still: x >= 0, y >= 0, x + y <= t.
  CHECK(growth_of_triangle({RecedingSide{{-1, 0}, 0}, {{0, -1}, 0}, {{1, 1}, 1}}) ==
        doctest::Approx(0.5).epsilon(1e-14));
  // Parallel sides bound nothing, and nothing infinite comes of them.
  const double blunt = growth_of_triangle({RecedingSide{{0, 1}, 1}, {{0, -1}, 1}, {{1, 0}, 0}});
  CHECK(std::isfinite(blunt));
  CHECK(blunt > 0.0);
}

TEST_CASE(
    "the appearance of a hidden site tells the weight at which its cell appears and its area") {
  Random random(301);
  int count = 0;
  const Source source = uniform_source(square().rings);
  for (int round = 0; round < 200; ++round) {
    std::vector<Point> sites = random.points(3, 0.1, 0.9);
    if (cross(sites[1] - sites[0], sites[2] - sites[0]) < 0.0) std::swap(sites[1], sites[2]);
    const double u = random.uniform(0.1, 0.45), v = random.uniform(0.1, 0.45);
    sites.push_back(sites[0] + u * (sites[1] - sites[0]) + v * (sites[2] - sites[0]));
    const std::vector<double> weights{random.uniform(0, 0.01), random.uniform(0, 0.01),
                                      random.uniform(0, 0.01), -1.0};
    const auto site = [&](int k) { return WeightedPoint{sites[k], weights[k]}; };
    const Point vertex = power_center(site(0), site(1), site(2));
    if (!(vertex.x > 0.1 && vertex.x < 0.9 && vertex.y > 0.1 && vertex.y < 0.9)) continue;
    ++count;
    const Appearance appearance =
        appearance_at_vertex(vertex, site(3), {site(0), site(1), site(2)});
    const auto mass_at = [&](double raise) {
      std::vector<double> raised(weights);
      raised[3] += raise;
      return measured(RegularTriangulation(sites, raised), source).measures.masses[3];
    };
    CHECK(mass_at(appearance.raise - 1e-9) == 0.0);
    // So little that the cell is the triangle, whole.
    const double area = 1e-8;
    CHECK(mass_at(appearance.raise_for(area)) / area == doctest::Approx(1.0).epsilon(1e-3));
  }
  CHECK(count > 20);
}

}  // namespace
}  // namespace brenier
