#include "brenier/discrete/network_simplex.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

/// Costs of all pairs, row by row.
struct Costs {
  std::vector<double> values;
  Index columns;

  double at(Index i, Index j) const { return values[i * columns + j]; }
};

NetworkSimplex solved(std::span<const double> supplies, std::span<const double> demands,
                      const Costs& costs) {
  NetworkSimplex result(supplies, demands,
                        2.0 * *std::max_element(costs.values.begin(), costs.values.end()));
  for (Index i = 0; i < static_cast<Index>(supplies.size()); ++i) {
    for (Index j = 0; j < costs.columns; ++j) result.add({i, j, costs.at(i, j)});
  }
  result.solve();
  return result;
}

/// Σ ν_j p_j - Σ μ_i p_i, which no transport is cheaper than if no arc is worth adding.
double dual_value(const NetworkSimplex& simplex, std::span<const double> supplies,
                  std::span<const double> demands) {
  double result = 0.0;
  for (std::size_t i = 0; i < supplies.size(); ++i) {
    result -= supplies[i] * simplex.price_from(static_cast<Index>(i));
  }
  for (std::size_t j = 0; j < demands.size(); ++j) {
    result += demands[j] * simplex.price_to(static_cast<Index>(j));
  }
  return result;
}

bool is_any_worth_adding(const NetworkSimplex& simplex, const Costs& costs, Index rows) {
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < costs.columns; ++j) {
      if (costs.at(i, j) + simplex.price_from(i) - simplex.price_to(j) < -1e-13) return true;
    }
  }
  return false;
}

TEST_CASE("of all ways to assign as many to as many the cheapest is found") {
  Random random(1);
  for (int trial = 0; trial < 50; ++trial) {
    const Index n = static_cast<Index>(random.integer(1, 6));
    const Costs costs{random.numbers(n * n, 0.0, 1.0), n};
    const std::vector<double> equal(n, 1.0 / n);
    const NetworkSimplex simplex = solved(equal, equal, costs);
    std::vector<Index> order(n);
    std::iota(order.begin(), order.end(), 0);
    double least = std::numeric_limits<double>::infinity();
    do {
      double sum = 0.0;
      for (Index i = 0; i < n; ++i) sum += costs.at(i, order[i]) / n;
      least = std::min(least, sum);
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(dual_value(simplex, equal, equal) == doctest::Approx(least).epsilon(1e-12));
    CHECK_FALSE(is_any_worth_adding(simplex, costs, n));
  }
}

TEST_CASE("on a line the cheapest transport keeps the order - with ties of masses or without") {
  // For a convex cost, mass goes from quantile to quantile.
  Random random(2);
  for (const bool has_ties : {false, true}) {
    for (int trial = 0; trial < 20; ++trial) {
      const int rows = 60, columns = 15;
      std::vector<double> x = random.numbers(rows, 0, 1), y = random.numbers(columns, 2, 4);
      std::sort(x.begin(), x.end());
      std::sort(y.begin(), y.end());
      std::vector<double> supplies(rows, 1.0 / rows), demands(columns, 1.0 / columns);
      if (!has_ties) {
        supplies = random.numbers(rows, 0.1, 1.0);
        demands = random.numbers(columns, 0.1, 1.0);
        for (std::vector<double>* masses : {&supplies, &demands}) {
          const double sum = std::accumulate(masses->begin(), masses->end(), 0.0);
          for (double& mass : *masses) mass /= sum;
        }
      }
      Costs costs{{}, columns};
      for (const double from : x) {
        for (const double to : y) costs.values.push_back((from - to) * (from - to));
      }
      double expected = 0.0, left_of_i = supplies[0], left_of_j = demands[0];
      for (int i = 0, j = 0; i < rows && j < columns;) {
        const double moved = std::min(left_of_i, left_of_j);
        expected += moved * costs.at(i, j);
        left_of_i -= moved;
        left_of_j -= moved;
        if (left_of_i <= left_of_j) {
          left_of_i = ++i < rows ? supplies[i] : 0.0;
        } else {
          left_of_j = ++j < columns ? demands[j] : 0.0;
        }
      }
      const NetworkSimplex simplex = solved(supplies, demands, costs);
      CHECK(dual_value(simplex, supplies, demands) == doctest::Approx(expected).epsilon(1e-10));
      CHECK_FALSE(is_any_worth_adding(simplex, costs, rows));
    }
  }
}

TEST_CASE("places are in one part if mass goes between them") {
  // Two pairs far apart, with the same masses; then with others, so that mass has to cross.
  const Costs costs{{0.0, 1.0, 1.0, 0.0}, 2};
  const std::vector<double> halves{0.5, 0.5}, uneven{0.25, 0.75};
  const std::vector<Index> apart = solved(halves, halves, costs).parts();
  CHECK(apart[0] == apart[2]);
  CHECK(apart[1] == apart[3]);
  CHECK(apart[0] != apart[1]);
  CHECK(solved(halves, uneven, costs).parts() == std::vector<Index>(4, 0));
}

TEST_CASE("arcs may be added to a solution") {
  const std::vector<double> halves{0.5, 0.5};
  NetworkSimplex simplex(halves, halves, 2.0);
  for (const Arc& arc : {Arc{0, 1, 1.0}, Arc{1, 0, 1.0}}) simplex.add(arc);
  simplex.solve();
  CHECK(dual_value(simplex, halves, halves) == doctest::Approx(1.0));
  for (const Arc& arc : {Arc{0, 0, 0.25}, Arc{1, 1, 0.25}}) simplex.add(arc);
  simplex.solve();
  CHECK(dual_value(simplex, halves, halves) == doctest::Approx(0.25));
}

}  // namespace
}  // namespace brenier
