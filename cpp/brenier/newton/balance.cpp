#include "brenier/newton/balance.hpp"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "brenier/newton/repair.hpp"
#include "brenier/newton/settings.hpp"

namespace brenier {
namespace {

/// Some cells whose weights are moved together.
struct Part {
  std::vector<Index> cells;
  double target;  // their masses together

  double mass(const Evaluation& evaluation) const {
    double result = 0.0;
    for (const Index k : cells) result += evaluation.masses()[k];
    return result;
  }
  std::vector<double> moved(std::vector<double> weights, double change) const {
    for (const Index k : cells) weights[k] += change;
    return weights;
  }
};

/// The least square of the distance of two sites, one in the part and one not, that could meet.
double squared_distance_to_others(const Part& part, const Evaluation& evaluation) {
  std::vector<char> is_member(evaluation.masses().size(), 0);
  for (const Index k : part.cells) is_member[k] = 1;
  double result = std::numeric_limits<double>::infinity();
  for (const Facet& f : evaluation.state->neighbors()) {
    if (is_member[f.i] != is_member[f.j]) result = std::min(result, 1.0 / f.conductance);
  }
  return result;
}

}  // namespace

std::optional<Evaluation> with_parts_joined(CountedEngine& engine, const NewtonSystem& system,
                                            Evaluation evaluation, const Targets& targets) {
  for (int turn = 0; turn < BalanceConstants::kMostParts; ++turn) {
    Part part{system.part_out_of_balance(evaluation, targets), 0.0};
    if (part.cells.empty()) return evaluation;
    for (const Index k : part.cells) part.target += targets.masses[k];
    const double missing = part.target - part.mass(evaluation);
    const double sign = missing > 0.0 ? 1.0 : -1.0;
    // The mass is monotonic in the change: it is bracketed, and the bracket divided.
    double low = 0.0,
           high = BalanceConstants::kFirstMove * squared_distance_to_others(part, evaluation);
    bool is_bracketed = false;
    std::optional<Evaluation> joined;
    for (int trial = 0; trial < BalanceConstants::kMostTrials && !joined; ++trial) {
      const double change = is_bracketed ? 0.5 * (low + high) : high;
      std::optional<Evaluation> moved =
          engine.measure(part.moved(evaluation.weights(), sign * change), &evaluation,
                         evaluation.blend, {engine.cells.cell_count(), {}});
      if (!moved) return std::nullopt;
      const double left = sign * (part.target - part.mass(*moved));
      if (std::abs(left) <= BalanceConstants::kLeft * std::abs(missing)) {
        joined = std::move(moved);
      } else if (left > 0.0) {
        low = change;
        if (!is_bracketed) high *= BalanceConstants::kLonger;
      } else {
        high = change;
        is_bracketed = true;
      }
    }
    if (!joined) return std::nullopt;
    std::vector<double> wanted(targets.masses);
    for (double& mass : wanted) mass *= kRepairedPart;
    Trial trial{joined->weights(), &*joined, evaluation.blend, std::move(wanted)};
    Repaired repaired =
        measured_and_repaired(engine, std::move(trial), kRepairAfterStep,
                              {targets, 0.0, std::numeric_limits<double>::infinity()});
    if (repaired.end != TrialEnd::kMet) return std::nullopt;
    evaluation = *std::move(repaired.evaluation);
  }
  return std::nullopt;
}

}  // namespace brenier
