#include "brenier/space/periodic/periodic_engine.hpp"

#include <array>
#include <utility>

#include "brenier/space/measure/measure_cells.hpp"
#include "brenier/space/periodic/cells_on_torus.hpp"
#include "brenier/space/periodic/gathered_sites.hpp"
#include "brenier/space/periodic/settings.hpp"
#include "brenier/space/periodic/torus_measures.hpp"
#include "brenier/space/problem/coarse_sites.hpp"
#include "brenier/space/problem/hidden_blocks.hpp"
#include "brenier/space/problem/prolongation.hpp"
#include "brenier/space/problem/settings.hpp"

namespace brenier::space {
namespace {

/// The weights, where cells may be with weights near by, and the pairs of cells that have a facet.
/// These join all cells that are not empty. If some are, there are the cells, too, for a repair.
class PeriodicState final : public CellState {
 public:
  PeriodicState(std::vector<double> weights, TorusCells cells, double slack,
                const SpatialProblem& problem, const CellMeasures& measures)
      : weights_(std::move(weights)),
        slack_(slack),
        reach_(cells.reach_nearby(slack)),
        problem_(problem),
        pairs_(pairs_of(measures)) {
    if (has_empty(measures)) cells_.emplace(std::move(cells));
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
  /// nullptr if no cell is empty.
  const TorusCells* cells() const { return cells_ ? &*cells_ : nullptr; }
  const std::vector<Box>& reach() const { return reach_; }
  /// With which that is the reach.
  double slack() const { return slack_; }

 private:
  std::vector<double> weights_;
  double slack_;
  std::vector<Box> reach_;
  const SpatialProblem& problem_;
  std::vector<std::array<Index, 2>> pairs_;
  std::optional<TorusCells> cells_;
};

const PeriodicState& periodic(const Evaluation& evaluation) {
  return static_cast<const PeriodicState&>(*evaluation.state);
}

/// Steps become smaller as they lead nearer to the solution, unless copies were missing.
double next_slack(double slack, int rounds) {
  if (rounds > 1) return slack;
  return std::max(slack / ReachConstants::kSlackFactor, ReachConstants::kLeastSlack);
}

}  // namespace

void PeriodicEngine::propose_starts(std::span<const double> targets, const Blend&,
                                    const std::function<bool(StartProposal)>& is_accepted) const {
  std::vector<double> spread = weights_of_gathered(problem_.points, targets, torus());
  if (!spread.empty() &&
      is_accepted({std::move(spread), StartConstants::kMostRepaired, StartConstants::kPart})) {
    return;
  }
  is_accepted({std::vector<double>(problem_.points.size(), 0.0), 0.0, 0.0});
}

std::optional<Evaluation> PeriodicEngine::measure(std::vector<double> weights,
                                                  const Evaluation* near, const Blend&,
                                                  const HiddenCells& hidden) const {
  std::vector<Box> reach =
      near != nullptr ? periodic(*near).reach() : first_reach(problem_.points.size(), torus());
  return measured(std::move(weights), std::move(reach), near, hidden);
}

std::optional<Evaluation> PeriodicEngine::measured(std::vector<double> weights,
                                                   std::vector<Box> reach, const Evaluation* near,
                                                   const HiddenCells& hidden) const {
  if (!Frame::can_work_with(weights)) return std::nullopt;
  std::optional<TorusCells> cells = cells_of(weights, std::move(reach), hidden.most);
  if (!cells) return std::nullopt;
  const double slack = near != nullptr ? next_slack(periodic(*near).slack(), cells->rounds())
                                       : ReachConstants::kSlack;
  if (!cells->hidden().empty() && !hidden.wanted.empty()) {
    const std::vector<double> given = weights;
    reach = cells->reach_nearby(slack);
    const std::vector<RaisedCell> raised =
        raise(weights, reach, *cells, cells->hidden(), hidden.wanted);
    const std::vector<RaisedCell> blocks = in_blocks(raised);
    if (near == nullptr && !blocks.empty()) {
      fill_blocks(weights, problem_.points, blocks, [&](auto& points, auto& neighbors) {
        return prolonged(*cells, given, points, neighbors);
      });
    }
    cells.reset();  // two would take twice the memory
    cells = cells_of(weights, std::move(reach), cell_count());
  }
  CellMeasures measures = measure_cells(cells->surfaces(), workers_, interrupt_);
  auto state = std::make_shared<PeriodicState>(std::move(weights), *std::move(cells), slack,
                                               problem_, measures);
  return Evaluation{std::move(state), {}, std::move(measures), {}};
}

std::optional<TorusCells> PeriodicEngine::cells_of(std::span<const double> weights,
                                                   std::vector<Box> reach,
                                                   Index most_hidden) const {
  return TorusCells::of(problem_.points, weights, std::move(reach), torus(), most_hidden, workers_,
                        interrupt_);
}

std::vector<RaisedCell> PeriodicEngine::raise(std::vector<double>& weights, std::vector<Box>& reach,
                                              const TorusCells& cells, std::span<const Index> empty,
                                              std::span<const double> wanted) const {
  const CellsOnTorus on_torus(cells.triangulation(), weights);
  std::vector<RaisedCell> result = empty_cells_raised(on_torus, empty, wanted, interrupt_);
  for (const RaisedCell& cell : result) {
    weights[cell.site] = cell.weight;
    reach[cell.site].add(cell.place - problem_.points[cell.site]);
  }
  return result;
}

std::optional<Evaluation> PeriodicEngine::repair(const Evaluation& evaluation,
                                                 std::span<const Index> underfilled,
                                                 const HiddenCells& hidden) const {
  const PeriodicState& state = periodic(evaluation);
  const CellMeasures& measures = evaluation.measures();
  std::vector<double> weights = state.weights();
  std::vector<Box> reach = state.reach();
  if (state.cells()) {
    raise(weights, reach, *state.cells(), empty_among(underfilled, measures), hidden.wanted);
  }
  raise_small_cells(weights, measures, underfilled, hidden.wanted);
  if (weights == state.weights()) return std::nullopt;
  return measured(std::move(weights), std::move(reach), &evaluation, hidden);
}

std::unique_ptr<CoarserCells> PeriodicEngine::coarser(std::span<const double> targets) const {
  if (cell_count() < CoarseConstants::kFewestSites) return nullptr;
  return std::make_unique<CoarseSites<PeriodicEngine>>(problem_, targets, workers_, interrupt_);
}

std::vector<double> PeriodicEngine::prolonged(const Evaluation& evaluation,
                                              std::span<const Point> points,
                                              std::span<const Index> cell_of_point) const {
  const PeriodicState& state = periodic(evaluation);
  return prolonged(*cells_of(state.weights(), state.reach(), cell_count()), state.weights(), points,
                   cell_of_point);
}

std::vector<double> PeriodicEngine::prolonged(const TorusCells& cells,
                                              std::span<const double> weights,
                                              std::span<const Point> points,
                                              std::span<const Index> cell_of_point) const {
  const TorusSurfaces surfaces = cells.surfaces();
  const CellMoments moments = cell_moments(surfaces, workers_, interrupt_);
  const SiteGraph graph(cell_count(), pairs_of(measure_cells(surfaces, workers_, interrupt_)),
                        interrupt_);
  return prolonged_weights(
      {problem_.points, weights, moments.centroids, graph, NearestCopy(torus())}, points,
      cell_of_point, interrupt_);
}

}  // namespace brenier::space
