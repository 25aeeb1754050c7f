#include "brenier/linalg/multigrid.hpp"

#include <doctest/doctest.h>

#include "brenier/error.hpp"
#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/linalg/cholesky.hpp"
#include "brenier/linalg/hierarchy.hpp"
#include "inputs/laplacians.hpp"
#include "inputs/random.hpp"
#include "oracles/messages.hpp"

namespace brenier {
namespace {

using namespace testing;

/// A Laplacian's rows in single precision, as multigrid takes them.
struct FloatRows {
  explicit FloatRows(const GraphLaplacian& l)
      : laplacian(l), conductances(l.conductances.begin(), l.conductances.end()) {}

  GraphRows view() const { return {laplacian.row_begin, laplacian.columns, conductances}; }

  const GraphLaplacian& laplacian;
  std::vector<float> conductances;
};

/// A wheel with a path around its hub, its conductances of all sizes: rows of one and of many entries.
GraphLaplacian wheel(Index size, Random& random) {
  std::vector<Facet> facets;
  const std::vector<double> exponents = random.numbers(2 * size, -3, 3);
  for (Index k = 1; k < size; ++k) {
    facets.push_back({0, k, std::pow(10.0, exponents[k]), 0.5});
    if (k > 1 && k % 5 != 0) facets.push_back({k - 1, k, std::pow(10.0, exponents[size + k]), 0.5});
  }
  return mass_jacobian(size, facets);
}

std::vector<float> in_floats(const std::vector<double>& x) { return {x.begin(), x.end()}; }
std::vector<double> in_doubles(const std::vector<float>& x) { return {x.begin(), x.end()}; }
double inner(const std::vector<float>& x, const std::vector<float>& y) {
  return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

TEST_CASE("the block layout is the Laplacian - in single and in double precision") {
  Random random(76);
  ThreadTeam team(2);
  for (const GraphLaplacian& l :
       {laplacian_of(random.points(40000)), wheel(20000, random), wheel(2, random)}) {
    const FloatRows rows(l);
    const BlockLaplacian blocks(rows.view(), l.conductances, team);
    const std::vector<double> x = random.numbers(l.size(), -1, 1);
    std::vector<double> y(l.size());
    for (const RowBlock& b : blocks.blocks()) {
      BlockLaplacian::multiply_exactly(b, x.data(), y.data());
    }
    const std::vector<double> expected = image(l, x);
    CHECK(distance(y, expected) <= 1e-14 * length(expected));
    std::vector<float> z(l.size());
    blocks.multiply(in_floats(x), z, team);
    CHECK(distance(in_doubles(z), expected) <= 1e-4 * length(expected));
  }
}

TEST_CASE("a forward and a backward sweep are a symmetric contraction in the norm of L") {
  Random random(77);
  ThreadTeam team(2);
  for (const GraphLaplacian& l : {laplacian_of(random.points(40000)), wheel(20000, random)}) {
    const FloatRows rows(l);
    const BlockLaplacian blocks(rows.view(), {}, team);
    const auto smoothed = [&](const std::vector<float>& b) {
      std::vector<float> x(b.size()), residual(b.size());
      blocks.sweep_forward(b, x, residual, team);
      std::vector<float> product(b.size());
      blocks.multiply(x, product, team);
      for (std::size_t k = 0; k < b.size(); ++k) product[k] = b[k] - product[k];
      CHECK(distance(in_doubles(residual), in_doubles(product)) <= 1e-5 * length(in_doubles(b)));
      blocks.sweep_backward(b, x, residual, team);
      return x;
    };
    const std::vector<float> b = in_floats(without_mean(random.numbers(l.size(), -1, 1)));
    const std::vector<float> c = in_floats(without_mean(random.numbers(l.size(), -1, 1)));
    const std::vector<float> sb = smoothed(b), sc = smoothed(c);
    const double scale = std::sqrt(inner(sb, b) * inner(sc, c));
    CHECK(scale > 0.0);
    CHECK(std::abs(inner(sb, c) - inner(b, sc)) <= 1e-5 * scale);
    // Across the blocks' borders, where few entries of S are.
    const std::vector<RowBlock::Border>& border = blocks.blocks().front().border;
    CHECK(border.size() > 50);
    for (std::size_t k = 0; k < border.size(); k += border.size() / 10) {
      std::vector<float> here(b.size(), 0.0F), there(b.size(), 0.0F);
      here[border[k].row] = 1.0F;
      there[border[k].column] = 1.0F;
      const double one = smoothed(here)[border[k].column], other = smoothed(there)[border[k].row];
      CHECK(one > 0.0);
      CHECK(std::abs(one - other) <= 1e-4 * one);
    }
    // The error of x = S b is smaller than that of 0: |S b|² < 2 <S b, b>, the norm that of L.
    std::vector<float> product(b.size());
    blocks.multiply(sb, product, team);
    CHECK(inner(sb, product) < 2.0 * inner(sb, b));
  }
}

TEST_CASE(
    "aggregates stay in their blocks - and the contracted graph has the summed conductances") {
  Random random(78);
  ThreadTeam team(2);
  for (const GraphLaplacian& l : {laplacian_of(random.clusters(40000)), wheel(20000, random)}) {
    const FloatRows rows(l);
    const BlockLaplacian blocks(rows.view(), {}, team);
    const Aggregates aggregates = aggregate(rows.view(), blocks, 0.1F, team);
    const OwnedGraphRows coarse = contracted(rows.view(), blocks, aggregates, team);
    int strays = 0;
    for (std::size_t k = 0; k < blocks.blocks().size(); ++k) {
      for (Index i = blocks.blocks()[k].begin; i < blocks.blocks()[k].end; ++i) {
        const Index group = aggregates.of_unknown[i];
        strays += group < aggregates.first_of_block[k] || group >= aggregates.first_of_block[k + 1];
      }
    }
    CHECK(strays == 0);
    CHECK(aggregates.count < l.size());
    // Pᵀ L P x = the contracted graph's Laplacian times x.
    const std::vector<double> x = random.numbers(aggregates.count, -1, 1);
    std::vector<double> fine(l.size()), expected(aggregates.count, 0.0);
    for (Index i = 0; i < l.size(); ++i) fine[i] = x[aggregates.of_unknown[i]];
    const std::vector<double> fine_image = image(l, fine);
    for (Index i = 0; i < l.size(); ++i) expected[aggregates.of_unknown[i]] += fine_image[i];
    const GraphLaplacian small{coarse.row_begin, coarse.columns, in_doubles(coarse.conductances)};
    CHECK(distance(image(small, x), expected) <= 1e-5 * length(expected));
  }
}

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
  std::vector<Point> grid;
  for (int k = 0; k < 120 * 120; ++k) grid.push_back({(k % 120) / 119.0, (k / 120) / 119.0});
  for (const GraphLaplacian& l : {laplacian_of(random.points(15000)), laplacian_of(grid),
                                  laplacian_of(random.clusters(15000))}) {
    const std::vector<double> b = image(l, random.numbers(l.size(), -1, 1));
    const std::vector<double> x = Multigrid().solve(l, b, 1e-13, {});
    const std::vector<double> direct = Cholesky().solve(l, b, 1e-13, {});
    const double residual = distance(image(l, x), b) / length(b);
    CHECK(residual < 2e-13);
    CHECK(distance(x, direct) < 1e-9 * length(direct));
  }
}

TEST_CASE("conductances of any size and spread are solved or refused - never answered wrongly") {
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
    const std::vector<Facet> apart{{0, 1, c[0], 1}, {1, 2, c[1], 1}, {2, 0, c[2], 1},
                                   {3, 4, c[3], 1}, {4, 5, c[4], 1}, {5, 3, c[5], 1}};
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
