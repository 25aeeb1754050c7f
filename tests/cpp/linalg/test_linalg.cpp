#include <doctest/doctest.h>

#include <numeric>
#include <stdexcept>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/linalg/adaptive_solver.hpp"
#include "inputs/laplacians.hpp"
#include "inputs/random.hpp"
#include "oracles/messages.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("mass_jacobian adds the conductances of the pieces of a facet") {
  // Cells 0 and 1 share three pieces, given in either order; 1 and 2 one.
  const std::vector<Facet> facets{{1, 2, 4.0}, {0, 1, 0.25}, {1, 0, 0.5}, {0, 1, 1.25}};
  const GraphLaplacian l = mass_jacobian(4, facets);
  CHECK(l.row_begin == std::vector<Index>{0, 1, 3, 4, 4});
  CHECK(l.columns == std::vector<Index>{1, 0, 2, 1});
  CHECK(l.conductances == std::vector<double>{2, 2, 4, 4});
  CHECK(l.diagonal(1) == 6.0);
  CHECK(l.diagonal(3) == 0.0);
  const CompressedRows rows = compressed_rows(l, -1.0);
  CHECK(rows.row_begin == std::vector<Index>{0, 2, 5, 7, 8});
  CHECK(rows.columns == std::vector<Index>{0, 1, 0, 1, 2, 1, 2, 3});
  CHECK(rows.values == std::vector<double>{-2, 2, 2, -6, 4, 4, -4, 0});
}

TEST_CASE("larger_of has the neighbours of both graphs - each with the larger conductance") {
  const GraphLaplacian first = mass_jacobian(5, std::vector<Facet>{{0, 1, 2.0}, {1, 3, 4.0}});
  const GraphLaplacian second =
      mass_jacobian(5, std::vector<Facet>{{1, 2, 1.0}, {0, 1, 3.0}, {1, 3, 0.5}});
  for (const auto& [a, b] : {std::pair(first, second), std::pair(second, first)}) {
    const GraphLaplacian l = larger_of(a, b);
    CHECK(l.row_begin == std::vector<Index>{0, 1, 4, 5, 6, 6});
    CHECK(l.columns == std::vector<Index>{1, 0, 2, 3, 1, 1});
    CHECK(l.conductances == std::vector<double>{3, 3, 1, 4, 1, 4});
  }
}

TEST_CASE("a diagram's Laplacian is symmetric - sorted - positive - and its rows sum to zero") {
  Random random(70);
  const GraphLaplacian l = laplacian_of(random.points(500));
  const CompressedRows rows = compressed_rows(l, 1.0);
  int wrong = 0;
  const auto entry = [&](Index i, Index j) {
    for (Index at = l.row_begin[i]; at < l.row_begin[i + 1]; ++at) {
      if (l.columns[at] == j) return l.conductances[at];
    }
    return 0.0;
  };
  for (Index i = 0; i < l.size(); ++i) {
    for (Index at = l.row_begin[i]; at < l.row_begin[i + 1]; ++at) {
      const Index j = l.columns[at];
      wrong += j == i || !(l.conductances[at] > 0.0) || entry(j, i) != l.conductances[at];
      wrong += at > l.row_begin[i] && j <= l.columns[at - 1];
    }
    double sum = 0.0;
    for (Index at = rows.row_begin[i]; at < rows.row_begin[i + 1]; ++at) sum += rows.values[at];
    wrong += std::abs(sum) > 1e-14 * l.diagonal(i);
  }
  CHECK(wrong == 0);
  CHECK(l.columns.size() > 2 * 2 * 500);
}

TEST_CASE("the Laplacian is the derivative of the masses") {
  Random random(71);
  const std::vector<Point> sites = random.points(40);
  const std::vector<double> weights = random.numbers(40, 0, 0.01);
  for (const NamedDomain& named : domains()) {
    CAPTURE(named.name);
    const Uniform density{Polygon(named.rings)};
    const auto measures = [&](const std::vector<double>& w) {
      const RegularTriangulation triangulation(sites, w);
      return measure_cells(CellBoundaries(triangulation, density.domain()), sites, density);
    };
    const std::vector<double> direction = random.numbers(40, -1, 1);
    const double h = 1e-6;
    std::vector<double> forward(weights), backward(weights);
    for (int k = 0; k < 40; ++k) {
      forward[k] += h * direction[k];
      backward[k] -= h * direction[k];
    }
    const std::vector<double> plus = measures(forward).masses, minus = measures(backward).masses;
    const std::vector<double> expected =
        image(mass_jacobian(40, measures(weights).facets), direction);
    double worst = 0.0, largest = 0.0;
    for (int k = 0; k < 40; ++k) {
      worst = std::max(worst, std::abs((plus[k] - minus[k]) / (2 * h) - expected[k]));
      largest = std::max(largest, std::abs(expected[k]));
    }
    CHECK(largest > 0.1);
    CHECK(worst < 1e-4 * largest);
  }
}

TEST_CASE("Cholesky - multigrid and the adaptive solver solve to the asked residual - and agree") {
  Random random(72);
  struct Input {
    std::string name;
    std::vector<Point> sites;
  };
  const std::vector<Input> inputs{{"400", random.points(400)},
                                  {"2000", random.points(2000)},
                                  {"30000", random.points(30000)},
                                  {"2000 in clusters", random.clusters(2000)},
                                  {"20000 in clusters", random.clusters(20000)}};
  for (const Input& input : inputs) {
    CAPTURE(input.name);
    const int size = static_cast<int>(input.sites.size());
    const GraphLaplacian l = laplacian_of(input.sites);
    const std::vector<double> truth = without_mean(random.numbers(size, -1, 1));
    const std::vector<double> b = image(l, truth);
    Cholesky cholesky;
    Multigrid multigrid;
    AdaptiveSolver adaptive;
    const std::vector<double> direct = cholesky.solve(l, b, 1e-10, {});
    CHECK(distance(image(l, direct), b) <= 1e-10 * length(b));
    CHECK(std::abs(std::accumulate(direct.begin(), direct.end(), 0.0)) < 1e-10 * size);
    CHECK(distance(direct, truth) < 1e-5 * length(truth));
    for (const double tolerance : {1e-2, 1e-9}) {
      const std::vector<double> x = multigrid.solve(l, b, tolerance, {});
      CHECK(distance(image(l, x), b) <= 1.01 * tolerance * length(b));
      CHECK(std::abs(std::accumulate(x.begin(), x.end(), 0.0)) < 1e-10 * size);
      if (tolerance < 1e-8) CHECK(distance(x, direct) < 1e-3 * length(direct));
    }
    const std::vector<double> adapted = adaptive.solve(l, b, 1e-9, {});
    CHECK(distance(image(l, adapted), b) <= 1.01e-9 * length(b));
    // Up to 500 it is Cholesky, above it is multigrid, to the bit.
    if (size <= 500) CHECK(adapted == direct);
    if (size > 500) CHECK(adapted == multigrid.solve(l, b, 1e-9, {}));
  }
}

TEST_CASE("where conjugate gradients do not converge the factors solve the system") {
  Random random(76);
  const GraphLaplacian l = laplacian_of(random.points(2000));
  const std::vector<double> b = image(l, without_mean(random.numbers(2000, -1, 1)));
  // Rounding leaves more than this.
  constexpr double kOutOfReach = 1e-30;
  CHECK_THROWS_AS((void)Multigrid().solve(l, b, kOutOfReach, {}), NumericalError);
  CHECK(AdaptiveSolver().solve(l, b, kOutOfReach, {}) == Cholesky().solve(l, b, kOutOfReach, {}));
}

TEST_CASE("a right-hand side of zero gives zero - so does a single site") {
  Random random(73);
  const GraphLaplacian l = laplacian_of(random.points(300));
  const std::vector<double> zero(300, 0.0);
  CHECK(Cholesky().solve(l, zero, 1e-8, {}) == zero);
  CHECK(Multigrid().solve(l, zero, 1e-8, {}) == zero);
  const std::vector<double> one{0.0};
  CHECK(Cholesky().solve(mass_jacobian(1, {}), one, 1e-8, {}) == one);
  CHECK(AdaptiveSolver().solve(mass_jacobian(1, {}), one, 1e-8, {}) == one);
}

TEST_CASE("a graph in two parts is singular beyond its constants") {
  // Two triangles; sites without a facet.
  const std::vector<Facet> apart{{0, 1, 1}, {1, 2, 1}, {2, 0, 1}, {3, 4, 1}, {4, 5, 1}, {5, 3, 1}};
  const std::vector<double> b{1, 1, 1, -1, -1, -1};
  const auto refusal = [&](LinearSolver& solver, const GraphLaplacian& l) {
    return message_of_throw<NumericalError>([&] { (void)solver.solve(l, b, 1e-8, {}); });
  };
  Cholesky cholesky;
  AdaptiveSolver adaptive;
  CHECK(contains_text(refusal(cholesky, mass_jacobian(6, apart)), "only 3 of 6 cells"));
  CHECK(contains_text(refusal(adaptive, mass_jacobian(6, apart)), "only 3 of 6 cells"));
  CHECK(contains_text(refusal(cholesky, mass_jacobian(6, {})), "only 1 of 6 cells"));
}

TEST_CASE("an interrupt's exception passes through every solver") {
  Random random(74);
  const GraphLaplacian l = laplacian_of(random.points(500));
  const std::vector<double> b = without_mean(random.numbers(500, -1, 1));
  const auto stop = [] { throw std::runtime_error("stop"); };
  CHECK_THROWS_WITH_AS((void)Cholesky().solve(l, b, 1e-8, stop), "stop", std::runtime_error);
  CHECK_THROWS_WITH_AS((void)Multigrid().solve(l, b, 1e-8, stop), "stop", std::runtime_error);
  CHECK_THROWS_WITH_AS((void)AdaptiveSolver().solve(l, b, 1e-8, stop), "stop", std::runtime_error);
}

}  // namespace
}  // namespace brenier
