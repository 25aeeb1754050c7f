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
  const GraphLaplacian graph =
      mass_jacobian(targets.cell_count(), evaluation.of_source.facets);
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
  TiedCells result;
  result.ties_ = ties_of(evaluation, weights, targets, tol);
  if (result.ties_.empty()) return std::nullopt;
  result.weights_.assign(weights.begin(), weights.end());
  const Index count = targets.cell_count();
  result.group_.resize(count);
  result.inner_.assign(count, kNone);
  UninitializedVector<Facet> links;
  for (const Tie& tie : result.ties_) links.push_back({tie.i, tie.j, 1.0});
  const Components groups(mass_jacobian(count, links));
  for (Index g = 0; g < groups.count(); ++g) {
    double sum = 0.0;
    for (const Index k : groups[g]) {
      result.group_[k] = g;
      sum += targets.masses[k];
      if (groups[g].size() == 1) continue;
      result.inner_[k] = result.inner_targets_.cell_count();
      result.inner_targets_.masses.push_back(targets.masses[k]);
    }
    result.targets_.masses.push_back(sum);
  }
  return result;
}

const Tie& TiedCells::worst() const {
  return *std::max_element(ties_.begin(), ties_.end(), [](const Tie& a, const Tie& b) {
    return a.rounding < b.rounding;
  });
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
  std::vector<double> result(targets_.masses.size(), 0.0);
  for (std::size_t k = 0; k < masses.size(); ++k) result[group_[k]] += masses[k];
  return result;
}

NewtonDirection TiedCells::direction(const Evaluation& at, const Targets& targets,
                                     NewtonSystem& system) const {
  const Evaluation together = taken_together(at);
  const NewtonDirection of_groups = system.direction(together, targets_);
  const NewtonDirection of_inner =
      system.direction(among_each_other(at, targets), inner_targets_);
  NewtonDirection result;
  for (std::size_t k = 0; k < group_.size(); ++k) {
    const Index g = group_[k], inner = inner_[k];
    const double share = at.masses()[k] / together.masses()[g];
    result.growth.push_back(share * of_groups.growth[g] +
                            (inner == kNone ? 0.0 : of_inner.growth[inner]));
    result.change.push_back(of_groups.change[g] +
                            (inner == kNone ? 0.0 : of_inner.change[inner]));
  }
  return result;
}

/// What the groups measure, as if each were a cell.
Evaluation TiedCells::taken_together(const Evaluation& evaluation) const {
  const auto together = [&](const CellMeasures& measures) {
    CellMeasures result{sums(measures.masses), {}};
    for (const Facet& f : measures.facets) {
      if (group_[f.i] == group_[f.j]) continue;
      result.facets.push_back({group_[f.i], group_[f.j], f.conductance});
    }
    return result;
  };
  return {nullptr, {}, together(evaluation.of_source), {}};
}

/// What the cells that are tied measure, with only the facets inside of groups, and with masses
/// scaled so that each group has what it should have.
Evaluation TiedCells::among_each_other(const Evaluation& evaluation,
                                       const Targets& targets) const {
  const std::vector<double> of_groups = sums(evaluation.of_source.masses);
  CellMeasures result{std::vector<double>(inner_targets_.masses.size()), {}};
  for (std::size_t k = 0; k < group_.size(); ++k) {
    if (inner_[k] == kNone) continue;
    result.masses[inner_[k]] = evaluation.of_source.masses[k] *
                               (targets_.masses[group_[k]] / of_groups[group_[k]]);
  }
  for (const Facet& f : evaluation.of_source.facets) {
    if (group_[f.i] != group_[f.j]) continue;
    result.facets.push_back({inner_[f.i], inner_[f.j], f.conductance});
  }
  return {nullptr, {}, std::move(result), {}};
}

}  // namespace brenier
