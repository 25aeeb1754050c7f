// Cells that the rounding of weights ties together: their sum can be right, each of them cannot.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "brenier/newton/newton_system.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// Two cells that are tied, and by what part of the lesser target mass the rounding of their weights may change
/// their masses.
struct Tie {
  Index i;
  Index j;
  double rounding;
  double slope;  // of the rounding in the size of the weights
};

/// A weight w is rounded by up to ε|w|/2, which moves conductance times that from cell to cell.
/// Where that is more than a part of the tolerance, and the conductance much larger than most, the
/// two cells are tied: their sites are so near to each other. Cells that are tied, one to the next,
/// are taken for one, with the sum of their masses and target masses.
class TiedCells {
 public:
  /// By the rounding of other weights than those of the evaluation, to which a step may lead.
  /// nullopt if none are tied.
  static std::optional<TiedCells> of(const Evaluation& evaluation, std::span<const double> weights,
                                     const Targets& targets, double tol);

  const Targets& targets() const { return targets_; }
  /// How many pairs are tied, and the worst of them.
  Index pair_count() const { return static_cast<Index>(ties_.size()); }
  const Tie& worst() const;
  std::vector<double> sums(std::span<const double> masses) const;
  double max_relative_error(std::span<const double> masses) const {
    return targets_.max_relative_error(sums(masses));
  }

  /// The number that, taken off all weights, leaves the least rounding to the worst tie, as weights
  /// near zero are rounded by little; and that rounding.
  struct Shift {
    double less;
    double rounding;
  };
  Shift sharpest(std::span<const double> weights) const;
  /// Of the weights by which the cells are tied.
  Shift sharpest() const { return sharpest(weights_); }

  /// The direction in which cells that are tied go together, and apart from each other as their own
  /// masses want it.
  NewtonDirection direction(const Evaluation& at, const Targets& targets,
                            NewtonSystem& system) const;

 private:
  Evaluation taken_together(const Evaluation& evaluation) const;
  Evaluation among_each_other(const Evaluation& evaluation, const Targets& targets) const;

  std::vector<Index> group_;   // of each cell
  std::vector<Index> inner_;   // of each cell: its place among those that are tied, or kNone
  Targets targets_;            // of the groups
  Targets inner_targets_;      // of the cells that are tied
  std::vector<Tie> ties_;
  std::vector<double> weights_;
};

}  // namespace brenier
