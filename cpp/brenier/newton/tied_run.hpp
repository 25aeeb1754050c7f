// How a solve goes on that is stuck because rounding ties cells together.
#pragma once

#include <functional>
#include <optional>

#include "brenier/newton/counted_engine.hpp"
#include "brenier/newton/history.hpp"
#include "brenier/newton/newton.hpp"
#include "brenier/newton/newton_system.hpp"
#include "brenier/newton/result.hpp"
#include "brenier/newton/tied_cells.hpp"

namespace brenier {

/// Where the rounding of weights ties cells together, it forbids steps that would be good for the
/// others. It is made less where that can be; else the others go on with the sums of those that are
/// tied.
class TiedRun {
 public:
  /// The targets and the tolerance are those of the solve. Keeps references to all of them, which
  /// have to live as long.
  TiedRun(CountedEngine& engine, NewtonSystem& system, History& history, Newton& newton,
          const Targets& targets, double tol)
      : engine_(engine),
        system_(system),
        history_(history),
        newton_(newton),
        targets_(targets),
        tol_(tol) {}

  /// Under the source, from where a run has got stuck with `status`, which it still is if no cells
  /// are tied, or if that is not all that is wrong.
  Status run(Status status, Evaluation& current,
             const std::function<bool(const Evaluation&)>& is_reached);

  /// The cells that are tied, if the last run has ended with nothing else wrong.
  const std::optional<TiedPairs>& pairs() const { return pairs_; }

 private:
  Status run_with(TiedCells ties, Evaluation& current,
                  const std::function<bool(const Evaluation&)>& is_reached);
  std::optional<TiedCells> ties_ahead(const Evaluation& current);
  Status by_sums(const TiedCells& ties, Evaluation& current);
  bool sharpen(const TiedCells& ties, Evaluation& current);
  void move_apart(const TiedCells& ties, Evaluation& current);

  CountedEngine& engine_;
  NewtonSystem& system_;
  History& history_;
  Newton& newton_;
  const Targets& targets_;
  double tol_;
  std::optional<TiedPairs> pairs_;
};

}  // namespace brenier
