#include <doctest/doctest.h>

#include <numeric>
#include <stdexcept>

#include "brenier/density/uniform.hpp"
#include "brenier/error.hpp"
#include "brenier/geometry/spatial_order.hpp"
#include "brenier/linalg/adaptive_solver.hpp"
#include "brenier/linalg/hierarchy.hpp"
#include "brenier/measure/integrate.hpp"
#include "random_input.hpp"

namespace brenier {
namespace {

using namespace testing;

/// The Hessian of a Voronoi diagram of the unit square.
GraphLaplacian laplacian_of(const std::vector<Point>& points) {
  std::vector<Point> sites;
  for (const Index k : spatial_order(points)) sites.push_back(points[k]);
  const Uniform density{Polygon(square().rings)};
  const RegularTriangulation triangulation(sites, std::vector<double>(sites.size(), 0.0));
  const PowerDiagram diagram(triangulation, density.domain());
  return mass_jacobian(static_cast<Index>(sites.size()),
                       measure_cells(diagram, sites, density).facets);
}

std::vector<double> image(const GraphLaplacian& l, const std::vector<double>& x) {
  std::vector<double> result(x.size(), 0.0);
  for (Index i = 0; i < l.size(); ++i) {
    for (Index at = l.row_begin[i]; at < l.row_begin[i + 1]; ++at) {
      result[i] += l.conductances[at] * (x[i] - x[l.columns[at]]);
    }
  }
  return result;
}

double length(const std::vector<double>& x) {
  return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0));
}

double distance(std::vector<double> x, const std::vector<double>& y) {
  for (std::size_t k = 0; k < x.size(); ++k) x[k] -= y[k];
  return length(x);
}

std::vector<double> without_mean(std::vector<double> x) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  for (double& value : x) value -= mean;
  return x;
}

TEST_CASE("mass_jacobian adds the pieces of a facet - c = mass / (2 distance)") {
  // Cells 0 and 1 share three pieces, given in either order; 1 and 2 one.
  const std::vector<Facet> facets{
      {1, 2, 4.0, 0.5}, {0, 1, 1.0, 2.0}, {1, 0, 2.0, 2.0}, {0, 1, 5.0, 2.0}};
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
      return measure_cells(PowerDiagram(triangulation, density.domain()), sites, density);
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
  const std::vector<Facet> apart{{0, 1, 1, 1}, {1, 2, 1, 1}, {2, 0, 1, 1},
                                 {3, 4, 1, 1}, {4, 5, 1, 1}, {5, 3, 1, 1}};
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

}  // namespace

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

}  // namespace brenier
