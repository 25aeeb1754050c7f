// Newton's method for one problem: under its source, or under densities that lead there.
#pragma once

#include <vector>

#include "brenier/linalg/linear_solver.hpp"
#include "brenier/newton/history.hpp"
#include "brenier/newton/newton_step.hpp"
#include "brenier/plane/problem/scale_space.hpp"
#include "brenier/plane/problem/starts.hpp"

namespace brenier {

/// Its steps go to a history. If that is of another problem, this one is only on the way there, and is
/// solved when all masses are about right.
class Ascent {
 public:
  /// Keeps references to all of them, which have to live as long.
  Ascent(const Problem& problem, const NewtonSettings& settings, LinearSolver& linear_solver,
         History& history);
  Ascent(const Ascent&) = delete;  // its parts refer to each other

  /// The caller's weights, or a start of its own if they are empty or leave a cell empty.
  Iterate start(std::vector<double> weights);

  /// Newton's method under the source, until the problem is solved or steps get short.
  Status climb(Iterate& current);
  /// By densities that lead to the source, from a start of its own. `status` tells how the climb ended.
  Status go_around(Status status, Iterate& current);
  /// From where it stands, with a background that is taken away again.
  Status go_over(Iterate& current);
  /// Is the solution out of reach of a climb? Near the end a step that cannot be taken meets rounding, if
  /// nothing else is in its way.
  bool has_failed(Status status, const Iterate& current) const;

  int evaluations() const { return evaluator_.evaluations(); }

 private:
  Status go_through(ScaleSpace& space, double share, Iterate& current);
  Status ascend(Iterate& current, double shortest);

  bool is_done(const Iterate& current) const;
  bool is_near(const Iterate& current) const;
  bool is_ripe(const Iterate& current) const;
  bool is_balanced(const Iterate& current) const;
  double error(const Iterate& current) const;

  const Problem& problem_;
  const NewtonSettings& settings_;
  History& history_;
  KantorovichDual dual_;
  Evaluator evaluator_;
  Starts starts_;
  NewtonStep step_;
  double ripe_;  // the distance at which the source is tried
};

}  // namespace brenier
