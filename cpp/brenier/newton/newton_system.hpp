// Newton's direction: which change of the weights would make the masses grow as they should, if
// that were linear.
#pragma once

#include <vector>

#include "brenier/newton/tied_cells.hpp"
#include "brenier/waist/cell_engine.hpp"
#include "brenier/waist/targets.hpp"

namespace brenier {

struct NewtonDirection {
  std::vector<double> growth;  // of the masses, aimed at
  std::vector<double> change;  // of the weights: p with (∂m/∂w) p = growth, about
};

/// Solves (∂m/∂w) p = g. From facets that is a FacetSystem; an engine that has no facets but can
/// apply its Hessian brings a system of its own.
class NewtonSystem {
 public:
  virtual ~NewtonSystem() = default;

  /// Under the evaluation's blend. Raises NumericalError if no direction can be found.
  virtual NewtonDirection direction(const Evaluation& at, const Targets& targets) = 0;
  /// The same under the source, where rounding ties cells (tied_direction.hpp).
  virtual NewtonDirection direction_of_tied(const Evaluation& at, const Targets& targets,
                                            const TiedCells& /*ties*/) {
    return direction(at, targets);
  }
  /// For masses spread over their cells, with that share of the mean densities
  /// (spread_direction.hpp).
  virtual NewtonDirection direction_of_spread(const Evaluation& at, const Targets& targets,
                                              double /*share*/) {
    return direction(at, targets);
  }
  /// Under the source: of the parts between which nothing can flow, the cells of the one that is
  /// farthest from the mass that it should have as a whole; none if all have it. If not, a cell has
  /// to join parts.
  virtual std::vector<Index> part_out_of_balance(const Evaluation& at,
                                                 const Targets& targets) const = 0;
  bool are_parts_balanced(const Evaluation& at, const Targets& targets) const {
    return part_out_of_balance(at, targets).empty();
  }
};

}  // namespace brenier
