#include "brenier/linalg/multigrid.hpp"

#include <cmath>
#include <numeric>

#include "brenier/error.hpp"
#include "brenier/linalg/hierarchy.hpp"
#include "brenier/text.hpp"

namespace brenier {
namespace {

/// The conductances in single precision, the largest of them 2^40: a range of 2^100 below it and
/// room for sums above. What is smaller yet is raised to it, so that the graph stays connected; the
/// preconditioner is then that of another matrix, which costs iterations, no accuracy.
std::vector<float> in_single_precision(const GraphLaplacian& laplacian, ThreadTeam& team) {
  constexpr int kExponent = 40;
  constexpr float kSmallest = 0x1p-60F;
  double largest = 0.0;
  for (const double c : laplacian.conductances) largest = std::max(largest, c);
  if (!(largest > 0.0) || std::isinf(largest)) {
    throw NumericalError("the Newton system has no conductances, or infinite ones");
  }
  const int shift = kExponent - std::ilogb(largest);
  // In two factors, for each alone may be out of range.
  const double scale = std::ldexp(1.0, shift / 2), rescale = std::ldexp(1.0, shift - shift / 2);
  std::vector<float> result(laplacian.conductances.size());
  const auto count = static_cast<Index>(result.size());
  constexpr Index kPart = 1 << 16;
  team.run((count + kPart - 1) / kPart, [&](Index k, int) {
    for (Index at = k * kPart; at < std::min(count, (k + 1) * kPart); ++at) {
      const double c = laplacian.conductances[at];
      const auto scaled = static_cast<float>(c * scale * rescale);
      result[at] = c > 0.0 ? std::max(scaled, kSmallest) : 0.0F;
    }
  });
  return result;
}

double mean_of(std::span<const double> x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

/// Flexible conjugate gradients [notay2000], as the preconditioner is not quite linear.
class ConjugateGradients {
 public:
  ConjugateGradients(Hierarchy& hierarchy, std::span<const double> b, ThreadTeam& team)
      : hierarchy_(hierarchy),
        team_(team),
        x_(b.size(), 0.0),
        residual_(b.begin(), b.end()),
        direction_(b.size(), 0.0),
        image_(b.size(), 0.0),
        partial_(hierarchy.finest().blocks().size()) {
    double largest = 0.0;
    for (const double value : b) largest = std::max(largest, std::abs(value));
    if (largest > 0.0) unit_ = std::ldexp(1.0, std::ilogb(largest));
    for (double& value : residual_) value /= unit_;
    const double mean = mean_of(residual_);
    for (double& value : residual_) value -= mean;
    squared_residual_ = sum([&](Index i) { return residual_[i] * residual_[i]; });
  }

  double squared_residual() const { return squared_residual_; }

  void step() {
    const double scale = 1.0 / std::sqrt(squared_residual_);
    std::vector<float>& rhs = hierarchy_.right_hand_side();
    for_each_block([&](const RowBlock& block) {
      for (Index i = block.begin; i < block.end; ++i) {
        rhs[i] = static_cast<float>(scale * residual_[i]);
      }
      return 0.0;
    });
    hierarchy_.apply(team_);
    const std::vector<float>& z = hierarchy_.solution();
    // <z, r_new - r_old> = -length <z, image>.
    const double overlap = sum([&](Index i) { return z[i] * image_[i]; });
    const double current = sum([&](Index i) { return z[i] * residual_[i]; });
    if (!(current > 0.0) || std::isinf(current)) {
      throw NumericalError("the Newton system is singular to working precision");
    }
    const double keep = previous_ > 0.0 ? -length_ * overlap / previous_ : 0.0;
    for_each_block([&](const RowBlock& block) {
      for (Index i = block.begin; i < block.end; ++i) direction_[i] = z[i] + keep * direction_[i];
      return 0.0;
    });
    const double curvature = for_each_block([&](const RowBlock& block) {
      BlockLaplacian::multiply_exactly(block, direction_.data(), image_.data());
      double result = 0.0;
      for (Index i = block.begin; i < block.end; ++i) result += direction_[i] * image_[i];
      return result;
    });
    if (!(curvature > 0.0)) {
      throw NumericalError("the Newton system is singular to working precision");
    }
    length_ = current / curvature;
    squared_residual_ = sum([&](Index i) {
      x_[i] += length_ * direction_[i];
      residual_[i] -= length_ * image_[i];
      return residual_[i] * residual_[i];
    });
    previous_ = current;
  }

  /// With mean zero.
  std::vector<double> solution() && {
    const double mean = mean_of(x_);
    for (double& value : x_) value = (value - mean) * unit_;
    return std::move(x_);
  }

 private:
  /// The sum of task(block) over blocks, in their order.
  template <class Task>
  double for_each_block(Task&& task) {
    const std::vector<RowBlock>& blocks = hierarchy_.finest().blocks();
    team_.run(static_cast<Index>(blocks.size()),
              [&](Index k, int) { partial_[k] = task(blocks[k]); });
    return std::accumulate(partial_.begin(), partial_.end(), 0.0);
  }

  /// The sum of term(i) over unknowns.
  template <class Term>
  double sum(Term&& term) {
    return for_each_block([&](const RowBlock& block) {
      double result = 0.0;
      for (Index i = block.begin; i < block.end; ++i) result += term(i);
      return result;
    });
  }

  Hierarchy& hierarchy_;
  ThreadTeam& team_;
  std::vector<double> x_, residual_, direction_, image_;
  std::vector<double> partial_;
  double unit_ = 1.0;  // of b and x: squares of tiny and of huge numbers would be 0 or infinite
  double squared_residual_ = 0.0, previous_ = 0.0, length_ = 0.0;
};

}  // namespace

std::vector<double> Multigrid::solve(const GraphLaplacian& laplacian, std::span<const double> b,
                                     double tolerance, const CheckInterrupt& interrupt) {
  if (laplacian.size() < 2) return std::vector<double>(b.size(), 0.0);
  constexpr Index kWorthThreads = 50000;  // below, their start costs what they gain
  const int blocks = laplacian.size() / BlockLaplacian::kRowsPerBlock + 1;
  ThreadTeam team(laplacian.size() < kWorthThreads ? 1 : std::min(thread_count(workers_), blocks));
  const std::vector<float> conductances = in_single_precision(laplacian, team);
  check(interrupt);
  Hierarchy hierarchy({laplacian.row_begin, laplacian.columns, conductances},
                      laplacian.conductances, team, interrupt);
  ConjugateGradients iterate(hierarchy, b, team);
  const double target = tolerance * tolerance * iterate.squared_residual();
  constexpr int kMostIterations = 200;
  for (int iteration = 0; !(iterate.squared_residual() <= target); ++iteration) {
    if (iteration == kMostIterations) {
      throw NumericalError(text("conjugate gradients did not converge in ", iteration, " steps"));
    }
    check(interrupt);
    iterate.step();
  }
  return std::move(iterate).solution();
}

}  // namespace brenier
