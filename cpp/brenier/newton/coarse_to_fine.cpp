#include "brenier/newton/coarse_to_fine.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "brenier/newton/continuation.hpp"
#include "brenier/newton/newton.hpp"
#include "brenier/newton/spread_run.hpp"
#include "brenier/newton/starts.hpp"

namespace brenier {
namespace {

class Coarsening {
 public:
  Coarsening(NewtonSystem& system, const NewtonSettings& settings, int& steps)
      : system_(system), settings_(settings), steps_(steps) {}

  /// See start_by_coarser_cells.
  std::optional<Evaluation> start(CountedEngine& engine, const Targets& targets,
                                  const CoarserCells& coarser) {
    const std::optional<Evaluation> solved = solution(coarser);
    if (!solved) return std::nullopt;
    std::vector<double> weights = coarser.prolonged(*solved);
    StartProposal proposal{weights, kRepairForStart.most_underfilled, kGivenPart};
    std::optional<Evaluation> start = repaired_start(std::move(proposal), engine, targets, {});
    if (start || !can_spread_masses(engine.cells, targets)) return start;
    return engine.measure(std::move(weights), nullptr, {}, {engine.cells.cell_count(), {}});
  }

 private:
  std::optional<Evaluation> solution(const CoarserCells& cells) {
    CountedEngine engine{cells.engine()};
    const Targets& targets = cells.targets();
    const std::unique_ptr<CoarserCells> coarser = engine.cells.coarser(targets.masses);
    if (!coarser) return coarsest_solution(cells);
    std::optional<Evaluation> current = start(engine, targets, *coarser);
    if (!current) return std::nullopt;
    const NewtonSettings settings = rough_settings();
    History history(targets, settings);
    history.add_start(*current);
    const bool can_spread = can_spread_masses(engine.cells, targets);
    const Stage stage{
        targets,
        can_spread ? ContinuationConstants::kShortStepFromFewer : ContinuationConstants::kShortStep,
        false, [&](const Evaluation&) { return history.is_solved(); }};
    Status status = Newton(engine, system_, history).run(*current, stage);
    if (can_spread && (is_stuck(status) || status == Status::kNoStart)) {
      status = SpreadRun(engine, system_, history).run(*current, stage);
    }
    steps_ += history.step_count();
    if (status != Status::kConverged) return std::nullopt;
    return current;
  }

  std::optional<Evaluation> coarsest_solution(const CoarserCells& cells) {
    const NewtonResult result =
        solve(cells.engine(), cells.targets(), {}, rough_settings(), system_);
    steps_ += result.history.back().nit;
    if (result.status != Status::kConverged) return std::nullopt;
    return cells.engine().measure(result.weights, nullptr, {}, {0, {}});
  }

  NewtonSettings rough_settings() const {
    NewtonSettings result = settings_;
    result.tol = CoarseToFineConstants::kTolerance;
    result.max_iter = settings_.max_iter - steps_;
    result.callback = {};
    return result;
  }

  NewtonSystem& system_;
  const NewtonSettings& settings_;
  int& steps_;
};

}  // namespace

std::optional<Evaluation> start_by_coarser_cells(CountedEngine& engine, const Targets& targets,
                                                 NewtonSystem& system,
                                                 const NewtonSettings& settings, int& steps) {
  const std::unique_ptr<CoarserCells> coarser = engine.cells.coarser(targets.masses);
  if (!coarser) return std::nullopt;
  return Coarsening(system, settings, steps).start(engine, targets, *coarser);
}

}  // namespace brenier
