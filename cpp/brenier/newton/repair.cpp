#include "brenier/newton/repair.hpp"

#include <algorithm>
#include <utility>

#include "brenier/newton/growth.hpp"

namespace brenier {
namespace {

std::vector<Index> underfilled_cells(std::span<const double> masses, const Demand& demand) {
  std::vector<Index> result;
  for (std::size_t k = 0; k < masses.size(); ++k) {
    if (masses[k] > 0.0 && masses[k] >= demand.least_part * demand.targets.masses[k]) continue;
    result.push_back(static_cast<Index>(k));
  }
  return result;
}

}  // namespace

double distance(std::span<const double> masses, const Targets& targets, const TiedCells* ties,
                int dimension) {
  if (!ties) return squared_distance(masses, targets.masses, dimension);
  return squared_distance(ties->sums(masses), ties->targets().masses, dimension);
}

Repaired measured_and_repaired(CountedEngine& engine, Trial trial, const RepairLimits& limits,
                               const Demand& demand) {
  const double count = engine.cells.cell_count();
  const auto allowed = [&](double part) {
    return HiddenCells{static_cast<Index>(part * count), trial.wanted};
  };
  const double stragglers = std::max(RepairLimits::kStragglers, limits.stragglers * count);
  double most_underfilled = static_cast<Index>(limits.most_underfilled * count);
  std::optional<Evaluation> next = engine.measure(std::move(trial.weights), trial.near, trial.blend,
                                                  allowed(limits.most_underfilled));
  if (!next) return {TrialEnd::kTooManyHidden};
  for (int pass = 1; next; ++pass) {
    const std::vector<double>& masses = next->masses();
    const double left_to_go =
        distance(masses, demand.targets, demand.ties, engine.cells.growth_dimension());
    if (!(left_to_go <= demand.farthest)) return {TrialEnd::kTooFar};
    const std::vector<Index> underfilled = underfilled_cells(masses, demand);
    if (underfilled.empty()) return {TrialEnd::kMet, std::move(next)};
    const double left = static_cast<double>(underfilled.size());
    if (left > most_underfilled || pass == limits.passes) break;
    most_underfilled = std::max(stragglers, limits.most_left * left);
    next = engine.repair(*next, underfilled, allowed(limits.most_hidden));
  }
  return {TrialEnd::kUnderfilled};
}

}  // namespace brenier
