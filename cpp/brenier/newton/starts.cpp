#include "brenier/newton/starts.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/newton/repair.hpp"
#include "brenier/newton/settings.hpp"

namespace brenier {
std::optional<Evaluation> repaired_start(StartProposal proposal, CountedEngine& engine,
                                         const Targets& targets, const Blend& blend) {
  constexpr double kAnyDistance = std::numeric_limits<double>::infinity();
  RepairLimits limits = kRepairForStart;
  limits.most_underfilled = proposal.most_repaired;
  std::vector<double> wanted(targets.masses);
  for (double& mass : wanted) mass *= proposal.part;
  Trial trial{std::move(proposal.weights), nullptr, blend, std::move(wanted)};
  return measured_and_repaired(engine, std::move(trial), limits, {targets, 0.0, kAnyDistance})
      .evaluation;
}

Evaluation start_from(std::vector<double> weights, CountedEngine& engine, const Targets& targets) {
  if (!weights.empty()) {
    StartProposal given{std::move(weights), kRepairForStart.most_underfilled, kGivenPart};
    if (auto start = repaired_start(std::move(given), engine, targets, {})) {
      return *std::move(start);
    }
  }
  return own_start(engine, targets, {});
}

Evaluation own_start(CountedEngine& engine, const Targets& targets, const Blend& blend) {
  std::optional<Evaluation> start;
  const auto is_accepted = [&](StartProposal proposal) {
    start = proposal.most_repaired > 0.0
                ? repaired_start(std::move(proposal), engine, targets, blend)
                : engine.measure(std::move(proposal.weights), nullptr, blend,
                                 {engine.cells.cell_count(), {}});
    return start.has_value();
  };
  engine.cells.propose_starts(targets.masses, blend, is_accepted);
  if (!start) throw NumericalError("the engine's last proposal for a start cannot be measured");
  return *std::move(start);
}

std::optional<Evaluation> rough_start(CountedEngine& engine, const Targets& targets) {
  std::optional<StartProposal> proposal = engine.cells.rough_start(targets.masses);
  if (!proposal) return std::nullopt;
  return repaired_start(*std::move(proposal), engine, targets, {});
}

bool has_empty_cell(const Evaluation& evaluation) {
  return std::any_of(evaluation.masses().begin(), evaluation.masses().end(),
                     [](double mass) { return !(mass > 0.0); });
}

}  // namespace brenier
