// The areas of clipped cells against rational arithmetic.
#include "oracles/exact_areas.hpp"

#include <doctest/doctest.h>

#include "brenier/plane/density/uniform.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "inputs/sites.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("areas of cells are the exact ones - in general position and out of it") {
  Random random(60);
  std::vector<Sites> inputs{{"random", random.points(12), zeros(12)},
                            {"weighted", random.points(12), random.numbers(12, 0, 0.1)},
                            {"outside", random.points(12, 2, 5), random.numbers(12, 0, 5)},
                            {"lattice", grid(4, 0.25, {0.125, 0.125}), zeros(16)},
                            {"on the edges", grid(3, 0.5, {0, 0}), zeros(9)},
                            {"lattice, weighted", grid(4, 0.25, {0.125, 0.125}), {}},
                            {"nearly collinear", {}, zeros(10)},
                            {"clusters", random.clusters(12, 2, 1e-4), zeros(12)}};
  for (int k = 0; k < 16; ++k) {
    inputs[5].weights.push_back(0.0625 * static_cast<double>(random.integer(0, 1)));
  }
  for (int k = 0; k < 10; ++k) {
    inputs[6].points.push_back({0.1 * k, 0.3 + 0.05 * k + 1e-13 * random.uniform()});
  }
  for (const NamedDomain& named : domains()) {
    const Uniform density{Polygon(named.rings)};
    const Polygon& polygon = density.domain().polygon();
    for (const Sites& input : inputs) {
      CAPTURE(named.name);
      CAPTURE(input.name);
      const RegularTriangulation triangulation(input.points, input.weights);
      const CellBoundaries boundaries(triangulation, density.domain());
      const std::vector<double> masses = measure_cells(boundaries, input.points, density).masses;
      double worst = 0.0, total = 0.0;
      for (std::size_t k = 0; k < input.points.size(); ++k) {
        const double expected = exact_area(polygon, input.points, input.weights, k);
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
