#include "brenier/space/periodic/periodic_engine.hpp"

#include <array>
#include <utility>

#include "brenier/space/periodic/gathered_sites.hpp"
#include "brenier/space/periodic/settings.hpp"
#include "brenier/space/periodic/torus_measures.hpp"

namespace brenier::space {
namespace {

/// The weights, where cells may be with weights near by, and the pairs of cells that have a facet.
/// These join all cells that are not empty.
class PeriodicState final : public CellState {
 public:
  PeriodicState(std::vector<double> weights, const TorusCells& cells, double slack,
                const SpatialProblem& problem, std::span<const Facet> facets)
      : weights_(std::move(weights)),
        slack_(slack),
        reach_(cells.reach_nearby(slack)),
        problem_(problem) {
    pairs_.reserve(facets.size());
    for (const Facet& f : facets) pairs_.push_back({f.i, f.j});
  }

  const std::vector<double>& weights() const override { return weights_; }
  std::vector<Facet> neighbors() const override {
    std::vector<Facet> result;
    result.reserve(pairs_.size());
    for (const auto [i, j] : pairs_) {
      const Torus& torus = problem_.source->periodic->torus;
      result.push_back(
          {i, j, 1.0 / torus.squared_distance(problem_.points[i], problem_.points[j])});
    }
    return result;
  }
  const std::vector<Box>& reach() const { return reach_; }
  /// With which that is the reach.
  double slack() const { return slack_; }

 private:
  std::vector<double> weights_;
  double slack_;
  std::vector<Box> reach_;
  const SpatialProblem& problem_;
  std::vector<std::array<Index, 2>> pairs_;
};

/// Steps become smaller as they lead nearer to the solution, unless copies were missing.
double next_slack(double slack, int rounds) {
  if (rounds > 1) return slack;
  return std::max(slack / ReachConstants::kSlackFactor, ReachConstants::kLeastSlack);
}

}  // namespace

void PeriodicEngine::propose_starts(std::span<const double> targets, const Blend&,
                                    const std::function<bool(StartProposal)>& is_accepted) const {
  std::vector<double> spread = weights_of_gathered(problem_.points, targets, torus());
  // A single cell may be allowed to be empty without being repaired: none is.
  const double most_repaired = 0.5 / static_cast<double>(cell_count());
  if (!spread.empty() && is_accepted({std::move(spread), most_repaired, 0.0})) return;
  is_accepted({std::vector<double>(problem_.points.size(), 0.0), 0.0, 0.0});
}

std::optional<Evaluation> PeriodicEngine::measure(std::vector<double> weights,
                                                  const Evaluation* near, const Blend&,
                                                  const HiddenCells& hidden) const {
  if (!Frame::can_work_with(weights)) return std::nullopt;
  const auto* state_near =
      near != nullptr ? static_cast<const PeriodicState*>(near->state.get()) : nullptr;
  std::vector<Box> reach =
      state_near != nullptr ? state_near->reach() : first_reach(problem_.points.size(), torus());
  const std::optional<TorusCells> cells = TorusCells::of(
      problem_.points, weights, std::move(reach), torus(), hidden.most, workers_, interrupt_);
  if (!cells) return std::nullopt;
  const double slack = state_near != nullptr ? next_slack(state_near->slack(), cells->rounds())
                                             : ReachConstants::kSlack;
  CellMeasures measures = measure_cells(cells->surfaces(), workers_, interrupt_);
  auto state =
      std::make_shared<PeriodicState>(std::move(weights), *cells, slack, problem_, measures.facets);
  return Evaluation{std::move(state), {}, std::move(measures), {}};
}

}  // namespace brenier::space
