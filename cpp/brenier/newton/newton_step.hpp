// One step of Newton's method: the direction, and how far to go.
#pragma once

#include <optional>
#include <vector>

#include "brenier/linalg/components.hpp"
#include "brenier/newton/solution.hpp"
#include "brenier/plane/problem/iterate.hpp"

namespace brenier {

class NewtonStep {
 public:
  /// Keeps references to all of them, which have to live as long.
  NewtonStep(const Problem& problem, const NewtonSettings& settings, Evaluator& evaluator,
             LinearSolver& solver)
      : problem_(problem),
        settings_(settings),
        dual_(problem),
        evaluator_(evaluator),
        solver_(solver) {}

  /// Begins anew, from an iterate that no step has led to. Every cell has to have some mass.
  void start_from(const Iterate& iterate);

  /// Goes in Newton's direction by the longest of the steps 1, 1/2, 1/4, … that leaves no cell underfilled,
  /// with the help of a few revivals, and lowers the distance in proportion; returns its length, or
  /// nothing if there is none. Raises NumericalError if no direction can be found.
  std::optional<double> take(Iterate& current);

  /// Do all parts have the masses that they should have as a whole?
  bool are_balanced(const Components& parts, std::span<const double> masses) const;

 private:
  struct Direction {
    std::vector<double> growth;  // of the masses, aimed at
    std::vector<double> weights;
  };
  Direction direction(const Iterate& current);
  double linear_tolerance(const Iterate& current) const;
  std::vector<double> wanted_of_revived(const Iterate& current, double step,
                                        const std::vector<double>& growth) const;

  const Problem& problem_;
  const NewtonSettings& settings_;
  KantorovichDual dual_;
  Evaluator& evaluator_;
  LinearSolver& solver_;
  double least_part_ = 0.0;    // of its target mass, that every cell has to keep
  double last_ = 1.0;          // the length of the last step
  bool was_too_long_ = false;  // did a trial of the last step cost a diagram in vain?
};

}  // namespace brenier
