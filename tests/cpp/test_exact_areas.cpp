// The areas of clipped cells against rational arithmetic.
#include <CGAL/Exact_rational.h>
#include <doctest/doctest.h>

#include "brenier/density/uniform.hpp"
#include "brenier/measure/integrate.hpp"
#include "random_input.hpp"

namespace brenier {
namespace {

using namespace testing;
using Rational = CGAL::Exact_rational;

struct RationalPoint {
  Rational x, y;
};

using RationalRing = std::vector<RationalPoint>;

/// The part of a ring where a x + b y <= c. What a ring in several parts is joined by has no area.
RationalRing cut(const RationalRing& ring, const Rational& a, const Rational& b,
                 const Rational& c) {
  RationalRing result;
  std::vector<Rational> excess;
  for (const RationalPoint& p : ring) excess.push_back(a * p.x + b * p.y - c);
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const std::size_t next = (k + 1) % ring.size();
    if (excess[k] <= 0) result.push_back(ring[k]);
    if ((excess[k] < 0 && excess[next] > 0) || (excess[k] > 0 && excess[next] < 0)) {
      const Rational t = excess[k] / (excess[k] - excess[next]);
      result.push_back(
          {ring[k].x + t * (ring[next].x - ring[k].x), ring[k].y + t * (ring[next].y - ring[k].y)});
    }
  }
  return result;
}

Rational area(const RationalRing& ring) {
  Rational twice = 0;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const RationalPoint& p = ring[k];
    const RationalPoint& q = ring[(k + 1) % ring.size()];
    twice += p.x * q.y - p.y * q.x;
  }
  return twice / 2;
}

/// The area of the cell of site i inside the polygon, whose rings are oriented.
double exact_area(const Polygon& polygon, const std::vector<Point>& sites,
                  const std::vector<double>& weights, std::size_t i) {
  Rational total = 0;
  for (Index r = 0; r < polygon.ring_count(); ++r) {
    RationalRing ring;
    for (Index k = polygon.ring_begin(r); k < polygon.ring_begin(r + 1); ++k) {
      ring.push_back({Rational(polygon.vertices()[k].x), Rational(polygon.vertices()[k].y)});
    }
    const auto square = [](double value) -> Rational { return Rational(value) * Rational(value); };
    for (std::size_t j = 0; j < sites.size() && !ring.empty(); ++j) {
      if (j == i) continue;
      // |x - y_i|² - w_i <= |x - y_j|² - w_j
      const Rational a = 2 * (Rational(sites[j].x) - Rational(sites[i].x));
      const Rational b = 2 * (Rational(sites[j].y) - Rational(sites[i].y));
      const Rational c = square(sites[j].x) + square(sites[j].y) - Rational(weights[j]) -
                         square(sites[i].x) - square(sites[i].y) + Rational(weights[i]);
      ring = cut(ring, a, b, c);
    }
    total += area(ring);
  }
  return CGAL::to_double(total);
}

TEST_CASE("areas of cells are the exact ones - in general position and out of it") {
  Random random(60);
  struct Input {
    std::string name;
    std::vector<Point> sites;
    std::vector<double> weights;
  };
  std::vector<Input> inputs{
      {"random", random.points(12), std::vector<double>(12, 0.0)},
      {"weighted", random.points(12), random.numbers(12, 0, 0.1)},
      {"outside", random.points(12, 2, 5), random.numbers(12, 0, 5)},
      {"lattice", grid(4, 0.25, {0.125, 0.125}), std::vector<double>(16, 0.0)},
      {"on the edges", grid(3, 0.5, {0, 0}), std::vector<double>(9, 0.0)},
      {"lattice, weighted", grid(4, 0.25, {0.125, 0.125}), {}},
      {"nearly collinear", {}, std::vector<double>(10, 0.0)},
      {"clusters", random.clusters(12, 2, 1e-4), std::vector<double>(12, 0.0)}};
  for (int k = 0; k < 16; ++k) {
    inputs[5].weights.push_back(0.0625 * static_cast<double>(random.integer(0, 1)));
  }
  for (int k = 0; k < 10; ++k) {
    inputs[6].sites.push_back({0.1 * k, 0.3 + 0.05 * k + 1e-13 * random.uniform()});
  }
  for (const NamedDomain& named : domains()) {
    const Uniform density{Polygon(named.rings)};
    const Polygon& polygon = density.domain().polygon();
    for (const Input& input : inputs) {
      CAPTURE(named.name);
      CAPTURE(input.name);
      const RegularTriangulation triangulation(input.sites, input.weights);
      const PowerDiagram diagram(triangulation, density.domain());
      const std::vector<double> masses = measure_cells(diagram, input.sites, density).masses;
      double worst = 0.0, total = 0.0;
      for (std::size_t k = 0; k < input.sites.size(); ++k) {
        const double expected = exact_area(polygon, input.sites, input.weights, k);
        total += expected;
        worst = std::max(worst, std::abs(masses[k] * polygon.area() - expected));
      }
      CHECK(worst < 1e-13);
      CHECK(total == doctest::Approx(polygon.area()).epsilon(1e-13));
    }
  }
}

}  // namespace
}  // namespace brenier
