#include "brenier/newton/tied_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "brenier/linalg/components.hpp"
#include "brenier/newton/settings.hpp"

namespace brenier {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<Tie> ties_of(const Evaluation& evaluation, std::span<const double> weights,
                         const Targets& targets, double tol) {
  constexpr double kRounding = 0.5 * std::numeric_limits<double>::epsilon();
  const GraphLaplacian graph = mass_jacobian(targets.cell_count(), evaluation.of_source.facets);
  std::vector<Tie> result;
  if (graph.conductances.empty()) return result;
  const double least = TieConstants::kSteep * median(graph.conductances);
  for (Index i = 0; i < graph.size(); ++i) {
    for (Index at = graph.row_begin[i]; at < graph.row_begin[i + 1]; ++at) {
      const Index j = graph.columns[at];
      const double conductance = graph.conductances[at];
      if (j < i || conductance < least) continue;
      const double slope =
          2.0 * kRounding * conductance / std::min(targets.masses[i], targets.masses[j]);
      const double rounding = slope * 0.5 * (std::abs(weights[i]) + std::abs(weights[j]));
      if (rounding >= TieConstants::kOfTolerance * tol) result.push_back({i, j, rounding, slope});
    }
  }
  return result;
}

}  // namespace

std::optional<TiedCells> TiedCells::of(const Evaluation& evaluation,
                                       std::span<const double> weights, const Targets& targets,
                                       double tol) {
  std::vector<Tie> ties = ties_of(evaluation, weights, targets, tol);
  if (ties.empty()) return std::nullopt;
  UninitializedVector<Facet> links;
  for (const Tie& tie : ties) links.push_back({tie.i, tie.j, 1.0});
  TiedCells result(Components(mass_jacobian(targets.cell_count(), links)));
  result.ties_ = std::move(ties);
  result.weights_.assign(weights.begin(), weights.end());
  result.group_.resize(targets.masses.size());
  for (Index g = 0; g < result.group_count(); ++g) {
    for (const Index k : result.members(g)) result.group_[k] = g;
  }
  result.targets_.masses = result.sums(targets.masses);
  return result;
}

const Tie& TiedCells::worst() const {
  return *std::max_element(ties_.begin(), ties_.end(),
                           [](const Tie& a, const Tie& b) { return a.rounding < b.rounding; });
}

bool TiedCells::are_joined_in(const UninitializedVector<Facet>& facets) const {
  UninitializedVector<Facet> inside;
  for (const Facet& f : facets) {
    if (group(f.i) == group(f.j) && f.conductance > 0.0) inside.push_back(f);
  }
  return Components(mass_jacobian(cell_count(), inside)).count() == group_count();
}

TiedCells::Shift TiedCells::sharpest(std::span<const double> weights) const {
  const auto weight = [&](const Tie& tie) { return 0.5 * (weights[tie.i] + weights[tie.j]); };
  // The largest of functions that are convex in the shift.
  const auto rounding = [&](double less) {
    double result = 0.0;
    for (const Tie& tie : ties_) {
      result = std::max(result, tie.slope * std::abs(weight(tie) - less));
    }
    return result;
  };
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const Tie& tie : ties_) {
    low = std::min(low, weight(tie));
    high = std::max(high, weight(tie));
  }
  constexpr int kThirds = 60;
  for (int k = 0; k < kThirds; ++k) {
    const double third = (high - low) / 3.0;
    (rounding(low + third) < rounding(high - third) ? high -= third : low += third);
  }
  const double less = low + 0.5 * (high - low);
  return {less, rounding(less)};
}

std::vector<double> TiedCells::sums(std::span<const double> masses) const {
  std::vector<double> result(group_count(), 0.0);
  for (std::size_t k = 0; k < masses.size(); ++k) result[group_[k]] += masses[k];
  return result;
}

}  // namespace brenier
