#include "brenier/sampled/sampled_engine.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "brenier/sampled/settings.hpp"

namespace brenier {
namespace {

class SampledState final : public CellState {
 public:
  SampledState(std::vector<double> heights, SmoothedCells measured)
      : cells(std::move(measured)), heights_(std::move(heights)) {}

  const std::vector<double>& weights() const override { return heights_; }
  std::vector<Facet> neighbors() const override { return {}; }

  const SmoothedCells cells;

 private:
  std::vector<double> heights_;
};

}  // namespace

const SmoothedCells& SampledEngine::cells_of(const Evaluation& evaluation) {
  return static_cast<const SampledState&>(*evaluation.state).cells;
}

void SampledEngine::propose_starts(std::span<const double> targets, const Blend& /*blend*/,
                                   const std::function<bool(StartProposal)>& is_accepted) const {
  std::vector<double> heights = lists_.heights();
  const double highest = SampledConstants::kHighestRaise * lists_.reach();
  for (int round = 0; round < SampledConstants::kMostRaises; ++round) {
    const SmoothedCells cells = measured(heights);
    bool is_raised = false;
    for (std::size_t j = 0; j < heights.size(); ++j) {
      const double mass = cells.masses()[j], wanted = SampledConstants::kUnderfilled * targets[j];
      const double top = lists_.heights()[j] + highest;
      if (mass >= wanted || heights[j] >= top) continue;
      heights[j] = std::min(heights[j] + smoothing_ * std::log(targets[j] / mass), top);
      is_raised = true;
    }
    if (!is_raised) break;
  }
  is_accepted({std::move(heights), 0.0, 0.0});
}

std::optional<Evaluation> SampledEngine::measure(std::vector<double> weights,
                                                 const Evaluation* /*near*/, const Blend& /*blend*/,
                                                 const HiddenCells& hidden) const {
  SmoothedCells cells = measured(weights);
  if (cells.from_end() > SampledConstants::kMostFromEnd && hidden.most < cell_count()) {
    return std::nullopt;
  }
  CellMeasures measures{cells.masses(), {}};
  auto state = std::make_shared<SampledState>(std::move(weights), std::move(cells));
  return Evaluation{std::move(state), {}, std::move(measures), {}};
}

std::optional<Evaluation> SampledEngine::repair(const Evaluation& evaluation,
                                                std::span<const Index> underfilled,
                                                const HiddenCells& hidden) const {
  std::vector<double> weights = evaluation.weights();
  for (const Index j : underfilled) {
    const double mass = evaluation.of_source.masses[j];
    if (hidden.wanted.empty()) return std::nullopt;
    weights[j] += smoothing_ * std::max(0.0, std::log(hidden.wanted[j] / mass));
  }
  return measure(std::move(weights), &evaluation, {}, hidden);
}

}  // namespace brenier
