// What a solve leaves behind: its steps, and the weights after the last of them.
#pragma once

#include <chrono>
#include <vector>

#include "brenier/newton/solution.hpp"
#include "brenier/plane/problem/iterate.hpp"

namespace brenier {

/// The weights are always those of the last record, and errors are those for the history's own problem,
/// wherever the iterates come from. A start from which no step was taken is left out of both.
class History {
 public:
  /// Keeps references to both, which have to live as long.
  History(const Problem& problem, const NewtonSettings& settings)
      : problem_(problem), settings_(settings) {}

  void add_start(const Iterate& start);
  /// Tells the callback.
  void add_step(const Iterate& current, double step);

  const Problem& problem() const { return problem_; }
  /// The last record's.
  double error() const { return history_.back().max_relative_error; }
  bool is_solved() const { return error() <= settings_.tol; }
  /// Why there may be no further step, if so: the callback asked to stop, or there were as many as are allowed.
  std::optional<Status> end() const;

  NewtonResult result(Status status, int evaluations) &&;

 private:
  void add(const Iterate& current, double step);

  const Problem& problem_;
  const NewtonSettings& settings_;
  std::vector<double> weights_;
  std::vector<StepRecord> history_;
  bool is_stopped_ = false;  // by the callback
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace brenier
