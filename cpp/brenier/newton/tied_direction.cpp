#include "brenier/newton/tied_direction.hpp"

#include <memory>
#include <utility>

#include "brenier/linalg/components.hpp"
#include "brenier/newton/growth.hpp"
#include "brenier/newton/settings.hpp"

namespace brenier {
namespace {

/// Facets between groups, of those between cells.
template <class Facets>
Facets between_groups(const Facets& facets, const TiedCells& ties) {
  Facets result;
  for (const Facet& f : facets) {
    const Index i = ties.group(f.i), j = ties.group(f.j);
    if (i != j) result.push_back({i, j, f.conductance});
  }
  return result;
}

/// The state of groups that are taken for cells: each has the weight of its first member.
class StateOfGroups final : public CellState {
 public:
  StateOfGroups(const CellState& of_cells, const TiedCells& ties)
      : neighbors_(between_groups(of_cells.neighbors(), ties)) {
    for (Index g = 0; g < ties.group_count(); ++g) {
      weights_.push_back(of_cells.weights()[ties.members(g).front()]);
    }
  }
  const std::vector<double>& weights() const override { return weights_; }
  std::vector<Facet> neighbors() const override { return neighbors_; }

 private:
  std::vector<double> weights_;
  std::vector<Facet> neighbors_;
};

/// What the groups measure, as if each were a cell.
Evaluation taken_together(const Evaluation& evaluation, const TiedCells& ties) {
  return {
      std::make_shared<StateOfGroups>(*evaluation.state, ties),
      {},
      {ties.sums(evaluation.of_source.masses), between_groups(evaluation.of_source.facets, ties)},
      {}};
}

/// The cells that are tied, group by group.
struct TiedOnes {
  std::vector<Index> cells;
  std::vector<Index> place;  // of each cell among them, or kNone
  std::vector<Index> begin;  // of each group that has several

  explicit TiedOnes(const TiedCells& ties) : place(ties.cell_count(), kNone) {
    for (Index g = 0; g < ties.group_count(); ++g) {
      if (ties.members(g).size() < 2) continue;
      begin.push_back(static_cast<Index>(cells.size()));
      for (const Index k : ties.members(g)) {
        place[k] = static_cast<Index>(cells.size());
        cells.push_back(k);
      }
    }
    begin.push_back(static_cast<Index>(cells.size()));
  }
};

/// By how much the mass of each of them should change: its share of what its group is to grow, and
/// what it lacks within the group.
std::vector<double> growth_of_tied(const Evaluation& at, const Targets& targets,
                                   const TiedCells& ties, const TiedOnes& tied, int dimension,
                                   std::span<const double> growth_of_groups) {
  std::vector<double> result;
  for (std::size_t s = 0; s + 1 < tied.begin.size(); ++s) {
    std::vector<double> masses, aims;
    double sum = 0.0, aim = 0.0;
    for (Index k = tied.begin[s]; k < tied.begin[s + 1]; ++k) {
      masses.push_back(at.of_source.masses[tied.cells[k]]);
      aims.push_back(targets.masses[tied.cells[k]]);
      sum += masses.back();
      aim += aims.back();
    }
    for (double& mass : masses) mass *= aim / sum;
    const std::vector<double> inner = aimed_growth(masses, aims, dimension);
    const double of_group = growth_of_groups[ties.group(tied.cells[tied.begin[s]])];
    for (std::size_t k = 0; k < inner.size(); ++k) {
      result.push_back(inner[k] + of_group * (masses[k] / aim));
    }
  }
  return result;
}

}  // namespace

NewtonDirection tied_direction(const Evaluation& at, const Targets& targets, const TiedCells& ties,
                               int growth_dimension, NewtonSystem& of_groups, LinearSolver& solver,
                               const CheckInterrupt& interrupt) {
  const NewtonDirection groups = of_groups.direction(taken_together(at, ties), ties.targets());
  const Index count = ties.cell_count();
  NewtonDirection result{std::vector<double>(count), std::vector<double>(count)};
  std::vector<double> ahead(at.weights());
  for (Index k = 0; k < count; ++k) ahead[k] += groups.change[ties.group(k)];
  const double less = ties.shifts_directions() ? ties.sharpest(ahead).less : 0.0;
  for (Index k = 0; k < count; ++k) {
    result.growth[k] = groups.growth[ties.group(k)];
    result.change[k] = groups.change[ties.group(k)] - less;
  }

  const TiedOnes tied(ties);
  std::vector<double> lacking =
      growth_of_tied(at, targets, ties, tied, growth_dimension, groups.growth);
  for (std::size_t k = 0; k < lacking.size(); ++k) result.growth[tied.cells[k]] = lacking[k];
  // What comes from other groups as these change need not come from within.
  UninitializedVector<Facet> inside;
  for (const Facet& f : at.of_source.facets) {
    const Index i = tied.place[f.i], j = tied.place[f.j];
    if (ties.group(f.i) == ties.group(f.j)) {
      inside.push_back({i, j, f.conductance});
      continue;
    }
    const double flow =
        f.conductance * (groups.change[ties.group(f.i)] - groups.change[ties.group(f.j)]);
    if (i != kNone) lacking[i] -= flow;
    if (j != kNone) lacking[j] += flow;
  }
  const GraphLaplacian laplacian = mass_jacobian(static_cast<Index>(lacking.size()), inside);
  const std::vector<double> apart = solve_by_components(
      solver, laplacian, Components(laplacian), lacking, StepConstants::kTightest, interrupt);
  for (std::size_t k = 0; k < apart.size(); ++k) result.change[tied.cells[k]] += apart[k];
  return result;
}

}  // namespace brenier
