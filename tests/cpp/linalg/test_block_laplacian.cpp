// The Laplacian in blocks, which threads share: its products, sweeps and aggregates.
#include "brenier/linalg/block_laplacian.hpp"

#include <doctest/doctest.h>

#include "brenier/linalg/aggregation.hpp"
#include "inputs/float_graphs.hpp"
#include "inputs/laplacians.hpp"
#include "inputs/random.hpp"

namespace brenier {
namespace {

using namespace testing;

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

}  // namespace
}  // namespace brenier
