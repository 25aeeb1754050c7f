// Cells that the rounding of weights ties together: their sum can be right, each of them cannot.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "brenier/linalg/components.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

/// Two cells that are tied, and by what part of the lesser target mass the rounding of their
/// weights may change their masses.
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

  Index cell_count() const { return static_cast<Index>(group_.size()); }
  Index group_count() const { return groups_.count(); }
  Index group(Index cell) const { return group_[cell]; }
  std::span<const Index> members(Index g) const { return groups_[g]; }

  /// Of the groups: the sums of those of their cells.
  const Targets& targets() const { return targets_; }
  /// How many pairs are tied, and the worst of them.
  Index pair_count() const { return static_cast<Index>(ties_.size()); }
  const Tie& worst() const;
  std::vector<double> sums(std::span<const double> masses) const;
  /// Does each group hang together by some of these facets? Cells that were tied may part.
  bool are_joined_in(const UninitializedVector<Facet>& facets) const;
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
  /// From now on directions lead to the weights that are sharpest, not to those with the mean that
  /// there is.
  void shift_directions() { shifts_directions_ = true; }
  bool shifts_directions() const { return shifts_directions_; }

 private:
  explicit TiedCells(Components groups) : groups_(std::move(groups)) {}

  Components groups_;
  std::vector<Index> group_;  // of each cell
  Targets targets_;           // of the groups
  std::vector<Tie> ties_;
  std::vector<double> weights_;
  bool shifts_directions_ = false;
};

}  // namespace brenier
