#include "brenier/linalg/hierarchy.hpp"

#include <array>
#include <numeric>

#include "brenier/error.hpp"
#include "brenier/linalg/graph_laplacian.hpp"
#include "brenier/text.hpp"

namespace brenier {
namespace {

constexpr Index kCoarsest = 200;
constexpr Index kLargestDense = 3000;
constexpr std::size_t kMostLevels = 40;
constexpr Index kPiece = 16384;  // of a vector

/// Calls visit(begin, end) for pieces of 0 … size - 1, on threads.
template <class Visit>
void for_each_piece(Index size, ThreadTeam& team, Visit&& visit) {
  team.run((size + kPiece - 1) / kPiece,
           [&](Index k, int) { visit(k, k * kPiece, std::min(size, (k + 1) * kPiece)); });
}

/// `Count` sums over i, in an order that does not depend on the number of threads: `add(i, sums)`.
template <std::size_t Count, class Add>
std::array<double, Count> sums(Index size, ThreadTeam& team, Add&& add) {
  std::vector<std::array<double, Count>> partial(size / kPiece + 1);
  for_each_piece(size, team, [&](Index k, Index begin, Index end) {
    std::array<double, Count> sum{};
    for (Index i = begin; i < end; ++i) add(i, sum);
    partial[k] = sum;
  });
  std::array<double, Count> total{};
  for (const auto& sum : partial) {
    for (std::size_t k = 0; k < Count; ++k) total[k] += sum[k];
  }
  return total;
}

}  // namespace

Hierarchy::Level::Level(BlockLaplacian matrix)
    : laplacian(std::move(matrix)),
      x(laplacian.size()),
      b(laplacian.size()),
      residual(laplacian.size()) {}

Hierarchy::Hierarchy(const GraphRows& rows, std::span<const double> exact, ThreadTeam& team,
                     const CheckInterrupt& interrupt) {
  levels_.emplace_back(BlockLaplacian(rows, exact, team));
  OwnedGraphRows owned;
  GraphRows current = rows;
  while (current.size() > kCoarsest && levels_.size() < kMostLevels) {
    check(interrupt);
    Level& fine = levels_.back();
    // Weak edges join where there are not enough strong ones.
    for (const float threshold : {0.15F, 0.04F, 0.0F}) {
      fine.aggregates = aggregate(current, fine.laplacian, threshold, team);
      if (fine.aggregates.count < 0.7 * current.size()) break;
    }
    if (fine.aggregates.count > 0.9 * current.size()) break;
    owned = contracted(current, fine.laplacian, fine.aggregates, team);
    current = owned.view();
    levels_.emplace_back(BlockLaplacian(current, {}, team));
    levels_.back().first.resize(current.size());
    levels_.back().image.resize(current.size());
  }
  factorize_coarsest(current);
}

void Hierarchy::factorize_coarsest(const GraphRows& rows) {
  // Aggregates are connected, so the coarsest graph tells about the finest.
  if (connected_to_first(rows.row_begin, rows.columns, rows.conductances) < rows.size()) {
    throw NumericalError("the Newton system falls into parts");
  }
  const Index size = rows.size() - 1;  // the last unknown is grounded
  if (size > kLargestDense) throw NumericalError(text("coarsening stopped at ", size, " unknowns"));
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(size, size);
  for (Index i = 0; i < size; ++i) {
    for (Index at = rows.row_begin[i]; at < rows.row_begin[i + 1]; ++at) {
      dense(i, i) += rows.conductances[at];
      if (rows.columns[at] < size) dense(i, rows.columns[at]) -= rows.conductances[at];
    }
  }
  if (size > 0) coarsest_.compute(dense);
  if (size > 0 && coarsest_.info() != Eigen::Success) {
    throw NumericalError("the Newton system is singular on the coarsest level");
  }
}

void Hierarchy::solve_coarsest() {
  Level& level = levels_.back();
  const Index size = level.laplacian.size() - 1;
  level.x[size] = 0.0F;
  if (size == 0) return;
  const Eigen::VectorXd rhs =
      Eigen::Map<const Eigen::VectorXf>(level.b.data(), size).cast<double>();
  Eigen::Map<Eigen::VectorXf>(level.x.data(), size) = coarsest_.solve(rhs).cast<float>();
  // Large values of no meaning would cost digits on finer levels.
  const float mean =
      std::accumulate(level.x.begin(), level.x.end(), 0.0F) / static_cast<float>(size + 1);
  for (float& value : level.x) value -= mean;
}

void Hierarchy::cycle(std::size_t depth, ThreadTeam& team) {
  if (depth + 1 == levels_.size()) return solve_coarsest();
  Level& fine = levels_[depth];
  Level& coarse = levels_[depth + 1];
  fine.laplacian.sweep_forward(fine.b, fine.x, fine.residual, team);
  const std::vector<RowBlock>& blocks = fine.laplacian.blocks();
  const auto count = static_cast<Index>(blocks.size());
  const Aggregates& aggregates = fine.aggregates;
  team.run(count, [&](Index k, int) {
    std::fill(coarse.b.begin() + aggregates.first_of_block[k],
              coarse.b.begin() + aggregates.first_of_block[k + 1], 0.0F);
    for (Index i = blocks[k].begin; i < blocks[k].end; ++i) {
      coarse.b[aggregates.of_unknown[i]] += fine.residual[i];
    }
  });
  solve_coarse(depth + 1, team);
  team.run(count, [&](Index k, int) {
    for (Index i = blocks[k].begin; i < blocks[k].end; ++i) {
      fine.x[i] += coarse.x[aggregates.of_unknown[i]];
    }
  });
  fine.laplacian.sweep_backward(fine.b, fine.x, fine.residual, team);
}

void Hierarchy::solve_coarse(std::size_t depth, ThreadTeam& team) {
  cycle(depth, team);
  if (depth + 1 == levels_.size()) return;
  // Two steps of flexible conjugate gradients, as in [notay2010].
  Level& level = levels_[depth];
  const Index size = level.laplacian.size();
  Vector &x = level.x, &b = level.b, &c = level.first, &v = level.image;
  level.laplacian.multiply(x, v, team);
  const auto [alpha, rho, before] = sums<3>(size, team, [&](Index i, auto& sum) {
    sum[0] += double{x[i]} * b[i];
    sum[1] += double{x[i]} * v[i];
    sum[2] += double{b[i]} * b[i];
  });
  if (!(rho > 0.0)) return;
  const auto step = static_cast<float>(alpha / rho);
  const auto [after] = sums<1>(size, team, [&](Index i, auto& sum) {
    c[i] = x[i];
    b[i] -= step * v[i];
    sum[0] += double{b[i]} * b[i];
  });
  constexpr double kEnough = 0.25 * 0.25;
  if (after > kEnough * before) {
    cycle(depth, team);
    Vector& w = level.residual;
    level.laplacian.multiply(x, w, team);
    const auto [gamma, beta, alpha2] = sums<3>(size, team, [&](Index i, auto& sum) {
      sum[0] += double{x[i]} * v[i];
      sum[1] += double{x[i]} * w[i];
      sum[2] += double{x[i]} * b[i];
    });
    const double rho2 = beta - gamma * gamma / rho;
    if (rho2 > 0.0) {
      const auto first = static_cast<float>(alpha / rho - gamma * alpha2 / (rho * rho2));
      const auto second = static_cast<float>(alpha2 / rho2);
      for_each_piece(size, team, [&](Index, Index begin, Index end) {
        for (Index i = begin; i < end; ++i) x[i] = first * c[i] + second * x[i];
      });
      return;
    }
  }
  for_each_piece(size, team, [&](Index, Index begin, Index end) {
    for (Index i = begin; i < end; ++i) x[i] = step * c[i];
  });
}

}  // namespace brenier
