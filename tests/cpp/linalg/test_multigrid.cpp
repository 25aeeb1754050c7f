#include "brenier/linalg/multigrid.hpp"

#include <doctest/doctest.h>

#include "brenier/error.hpp"
#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/linalg/cholesky.hpp"
#include "brenier/linalg/hierarchy.hpp"
#include "inputs/domains.hpp"
#include "inputs/float_graphs.hpp"
#include "inputs/laplacians.hpp"
#include "inputs/random.hpp"
#include "oracles/messages.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("a cycle goes the right way from every residual - and nearly all of it") {
  Random random(79);
  ThreadTeam team(1);
  const GraphLaplacian l = laplacian_of(random.clusters(20000));
  const FloatRows rows(l);
  Hierarchy hierarchy(rows.view(), l.conductances, team, {});
  for (int k = 0; k < 5; ++k) {
    const std::vector<double> truth = without_mean(random.numbers(l.size(), -1, 1));
    hierarchy.right_hand_side() = in_floats(image(l, truth));
    hierarchy.apply(team);
    const std::vector<double> x = without_mean(in_doubles(hierarchy.solution()));
    std::vector<double> error(truth);
    for (std::size_t i = 0; i < error.size(); ++i) error[i] -= x[i];
    const auto energy = [&](const std::vector<double>& v) {
      const std::vector<double> lv = image(l, v);
      return std::inner_product(v.begin(), v.end(), lv.begin(), 0.0);
    };
    CHECK(energy(error) < 0.6 * energy(truth));
  }
}

TEST_CASE("multigrid gives the same bits on any number of threads") {
  Random random(80);
  const GraphLaplacian l = laplacian_of(random.clusters(60000));
  const std::vector<double> b = image(l, random.numbers(l.size(), -1, 1));
  const std::vector<double> x = Multigrid(1).solve(l, b, 1e-6, {});
  for (const int workers : {2, 4, -1}) CHECK(Multigrid(workers).solve(l, b, 1e-6, {}) == x);
}

TEST_CASE("multigrid at a tight tolerance is as good as Cholesky") {
  Random random(81);
  for (const GraphLaplacian& l :
       {laplacian_of(random.points(15000)), laplacian_of(grid(120, 1.0 / 119, {0, 0})),
        laplacian_of(random.clusters(15000))}) {
    const std::vector<double> b = image(l, random.numbers(l.size(), -1, 1));
    const std::vector<double> x = Multigrid().solve(l, b, 1e-13, {});
    const std::vector<double> direct = Cholesky().solve(l, b, 1e-13, {});
    const double residual = distance(image(l, x), b) / length(b);
    CHECK(residual < 2e-13);
    CHECK(distance(x, direct) < 1e-9 * length(direct));
  }
}

TEST_CASE("conductances of any size and range are solved or refused - never answered wrongly") {
  Random random(82);
  const GraphLaplacian plain = laplacian_of(random.points(12000));
  const auto scaled = [&](double factor, double decades) {
    GraphLaplacian l = plain;
    for (Index i = 0; i < l.size(); ++i) {
      for (Index at = l.row_begin[i]; at < l.row_begin[i + 1]; ++at) {
        const Index sum = i + l.columns[at], product = (i % 97) * (l.columns[at] % 97);
        const double where = static_cast<double>((sum * 7 + product * 13) % 1000) / 1000.0;
        l.conductances[at] *= factor * std::pow(10.0, -decades * where);
      }
    }
    return l;
  };
  struct Case {
    double factor, decades;
  };
  for (const auto [factor, decades] : {Case{1e-290, 0}, Case{1e290, 0}, Case{1, 6}, Case{1, 12},
                                       Case{1e-100, 30}, Case{1, 60}, Case{1e150, 290}}) {
    CAPTURE(factor);
    CAPTURE(decades);
    const GraphLaplacian l = scaled(factor, decades);
    const std::vector<double> b = image(l, without_mean(random.numbers(l.size(), -1, 1)));
    try {
      const std::vector<double> x = AdaptiveSolver().solve(l, b, 1e-6, {});
      double largest = 0.0;
      for (const double value : b) largest = std::max(largest, std::abs(value));
      std::vector<double> residual = image(l, x);
      double worst = 0.0;
      for (std::size_t k = 0; k < b.size(); ++k) {
        worst = std::max(worst, std::abs(residual[k] - b[k]) / largest);
      }
      CHECK(worst < 1e-4);
    } catch (const NumericalError&) {
      CHECK(decades > 20);
    }
  }
}

TEST_CASE("multigrid refuses graphs in parts - and right-hand sides that are not numbers") {
  Random random(83);
  GraphLaplacian l = laplacian_of(random.points(12000));
  std::vector<double> b = without_mean(random.numbers(l.size(), -1, 1));
  b[5] = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS((void)Multigrid().solve(l, b, 1e-6, {}), NumericalError);
  b = without_mean(random.numbers(l.size(), -1, 1));
  // Cut the first half off from the second.
  const Index half = l.size() / 2;
  for (Index i = 0; i < l.size(); ++i) {
    for (Index at = l.row_begin[i]; at < l.row_begin[i + 1]; ++at) {
      if ((i < half) != (l.columns[at] < half)) l.conductances[at] = 0.0;
    }
  }
  CHECK_THROWS_AS((void)Multigrid().solve(l, b, 1e-6, {}), NumericalError);
  CHECK_THROWS_AS((void)AdaptiveSolver().solve(l, b, 1e-6, {}), NumericalError);
  CHECK_THROWS_AS((void)Multigrid().solve(mass_jacobian(5000, {}), b, 1e-6, {}), NumericalError);
}

TEST_CASE("a graph in two parts is found out whatever the rounding of its pivots") {
  Random random(75);
  int unnoticed = 0;
  for (int k = 0; k < 100; ++k) {
    const std::vector<double> c = random.numbers(6, 0.1, 1);
    const std::vector<Facet> apart{{0, 1, c[0]}, {1, 2, c[1]}, {2, 0, c[2]},
                                   {3, 4, c[3]}, {4, 5, c[4]}, {5, 3, c[5]}};
    const std::vector<double> b{1, 1, 1, -1, -1, -1};
    Cholesky cholesky;
    unnoticed += message_of_throw<NumericalError>([&] {
                   (void)cholesky.solve(mass_jacobian(6, apart), b, 1e-8, {});
                 }).empty();
  }
  CHECK(unnoticed == 0);
}

}  // namespace
}  // namespace brenier
